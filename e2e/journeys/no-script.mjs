// Without script: signing in, recording work, following a figure, finding people, the month; and what is printed.

import { day, fill, formOf, held, look, mark, open, press, send } from '../lib/walk.mjs';
import { shot } from '../lib/house.mjs';

export default async function noScript({ open: opened, account, check, signIn }) {
  for (const size of ['desk', 'phone']) {
    const page = await opened({ size, script: false });
    await signIn(page, account('chair'));
    await open(page, '/', { name: `no-script-today-${size}` });
    const work = await record(page, { check, size });
    await figure(page, { check, work });
    await people(page, { check });
    await month(page, { check, size });
    await folded(page, { check });
  }
  const printer = await opened({ print: true, script: false });
  await signIn(printer, account('chair'));
  await printed(printer, { check });
}

/** Work is recorded, refused first; the kind is changed by a link. The path of the record. */
async function record(page, { check, size }) {
  const title = `无脚本看望 ${mark()}`;
  await open(page, '/works/new?kind=activity');
  if ((await page.locator('details.kinds').getAttribute('open')) === null) await page.locator('details.kinds > summary').click();
  await press(page, page.locator('nav.chips a[href$="kind=visit"]'));
  await look(page, `no-script-record-${size}`);
  await fill(page, { title });
  check.equal(await send(page, 'title'), 422, 'a figure is wanted');
  await look(page);
  await check.says(page, '至少填一个数');
  check.equal(await held(page, 'title'), title, 'what was typed stays without script too');
  await fill(page, { people: '2', money: '1,200.50' });
  check.equal(await send(page, 'title'), 200);
  await look(page, `no-script-work-${size}`);
  await check.says(page, title);
  await check.says(page, '1,200.50');
  return new URL(page.url()).pathname;
}

/** A figure of the record leads to its facts, these to the record again. */
async function figure(page, { check, work }) {
  await page.goto(work);
  await press(page, page.locator('dl.facts a.figure').first());
  await check.at(page, /^\/register\/facts\?/);
  await look(page);
  await press(page, page.locator(`main a[href="${work}"]`).first());
  check.equal(new URL(page.url()).pathname, work);
}

/** A member is found by the initials of the name. */
async function people(page, { check }) {
  await open(page, '/members');
  await page.locator('main input[name="q"]').fill('lhm');
  await press(page, page.locator('main form[role="search"] button[type="submit"]'));
  await look(page, 'no-script-members');
  check.match(await page.locator('main table').innerText(), /李红梅/);
  check.equal(await page.locator('main tbody tr').count(), 1, 'the one whose initials are lhm');
  await open(page, '/search?q=lihongmei');
  await check.visible(page.locator('main a[href^="/members/"]', { hasText: '李红梅' }));
}

/** The month, the one before, and this one again. */
async function month(page, { check, size }) {
  await open(page, '/calendar', { name: `no-script-month-${size}` });
  const here = await page.locator('h1').innerText();
  await press(page, page.locator('header.heading a.turn').first());
  await look(page);
  check.ok((await page.locator('h1').innerText()) !== here, 'another month');
  await press(page, page.locator('header.heading .acts a', { hasText: '今天' }));
  check.equal(await page.locator('h1').innerText(), here);
  check.match(here, new RegExp(`${day().slice(0, 4)}年${Number(day().slice(5, 7))}月`));
}

/** What script shows as a dialog unfolds in its place. */
async function folded(page, { check }) {
  await open(page, '/tasks');
  await press(page, page.locator('main tbody a[href^="/tasks/"]').first());
  await look(page);
  const invite = page.locator('details.dialog', { has: page.locator('[name="helper"]') });
  await invite.locator('summary').click();
  await check.visible(formOf(page, 'helper').locator('button[type="submit"]').first());
}

/** On paper there is no navigation; the summary is a page of its own. */
async function printed(page, { check }) {
  await page.goto('/calendar');
  await shot(page, 'no-script-print-month');
  for (const part of ['header.top', 'nav.rail', 'nav.bar', 'main form']) {
    for (const one of await page.locator(part).all()) check.ok(!(await one.isVisible()), `${part} is not printed`);
  }
  check.ok(await page.locator('main table, main .month').first().isVisible(), 'the month is printed');
  await check.fits(page);

  await page.goto('/summaries');
  const there = page.locator('main ul.list a').first();
  if ((await there.count()) > 0) await press(page, there);
  else {
    await page.goto('/summaries/new');
    check.equal(await send(page, 'year'), 200);
  }
  const title = await page.locator('h1').innerText();
  await page.goto(`${new URL(page.url()).pathname}/print`);
  await shot(page, 'no-script-print-summary');
  await check.says(page, title);
  for (const part of ['header.top', 'nav', 'form', 'button']) {
    for (const one of await page.locator(part).all()) check.ok(!(await one.isVisible()), `${part} is not printed`);
  }
  const sheet = await page.pdf({ preferCSSPageSize: true });
  check.ok(sheet.subarray(0, 5).toString() === '%PDF-' && sheet.length > 5_000, 'the summary becomes a PDF');
}
