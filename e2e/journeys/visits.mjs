// Somebody is in hospital: told once at a desk, a task of the group's leader, recorded on a phone with a photo, a figure in the
// register, a sentence in the summary, and back by its trace.

import { fileURLToPath } from 'node:url';
import { both, day, fill, json, look, open, press, send } from '../lib/walk.mjs';

const PHOTO = fileURLToPath(new URL('data/visit.jpg', import.meta.url));
const TIMES = 'visit.person_times';

export default async function visits({ open: opened, account, check, signIn }) {
  const desk = await opened();
  await signIn(desk, account('officer'));
  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('group_leader'));
  const year = day().slice(0, 4);

  const visit = await tell(desk, { check });
  const before = await times(desk, year);
  await record(phone, { check, visit });
  check.equal(await times(desk, year), before + 1, 'the register counts the visit');
  await second(desk, { check, visit });
  await follow(desk, { check, visit });
  await traced(desk, { check, year, wanted: before + 1 });
  await pages([desk, phone], { check, visit });
}

/** The event, told once; the same again is said to be known. */
async function tell(page, { check }) {
  await open(page, '/care', { name: 'visits-care' });
  await press(page, page.locator('main a[href="/visits"]'));
  await look(page, 'visits-list');
  await press(page, page.locator('main a[href="/visits/events/new"]').first());
  await look(page, 'visits-tell');
  const label = page.locator('select[name="member"] option', { hasText: '语文组' });
  const members = await label.evaluateAll((all) => all.map((one) => ({ value: one.value, name: one.textContent })));
  const due = (await json(page, '/visits')).visits.map((v) => v.member);
  const someone = members.find((one) => !due.includes(one.value) && !one.name.startsWith('赵敏'));
  const told = { member: someone.value, reason: { label: '生病住院' }, happened: day(-2), known: day(-1), note: '阑尾炎手术' };
  await fill(page, told);
  check.equal(await send(page, 'happened'), 200);
  await check.at(page, /^\/visits\/[^/]+$/);
  await look(page, 'visits-due');
  const visit = new URL(page.url()).pathname;
  await open(page, '/visits/events/new');
  await fill(page, told);
  check.equal(await send(page, 'happened'), 409, 'it is told once');
  await look(page, 'visits-told-twice');
  await check.says(page, '打开看看');
  return visit;
}

/** The leader finds the task on the first page and records the visit with a photo. */
async function record(page, { check, visit }) {
  await open(page, '/', { name: 'visits-phone-today' });
  const { task } = (await json(page, visit)).visit;
  const started = performance.now();
  await press(page, page.locator(`main a[href="/tasks/${task}/close"]`).first());
  await check.at(page, /^\/visits\/[^/]+\/record$/);
  await look(page, 'visits-phone-record');
  await page.locator('input[name="way"][value="walk"]').check();
  await page.locator('input[name="visitors"]').nth(1).check();
  await page.locator('input[name="present"][value="money"]').check();
  await fill(page, { amount: '500', signed_by: '家属' });
  await page.locator('input[name="photos"]').setInputFiles(PHOTO);
  await page.locator('main form button.main[type="submit"]').last().click();
  await page.waitForURL(new RegExp(`${visit}$`));
  check.ok(performance.now() - started < 60_000, 'under a minute');
  await look(page, 'visits-phone-made');
  await check.says(page, '500.00');
  await check.visible(page.locator('main img').first(), 'the photo shows');
}

/** A second phone is told that the visit is recorded. */
async function second(page, { check, visit }) {
  await open(page, `${visit}/record`, { status: 409, name: 'visits-second' });
  await check.says(page, '登记了这次走访');
}

/** From the register's total to the visit. */
async function follow(page, { check, visit }) {
  await open(page, '/register');
  await press(page, page.locator(`main table a[href*="measure=${TIMES}"]:visible`).last());
  await check.visible(page.locator(`main a[href="${visit}"]`).first(), 'the figure opens the visit');
  await press(page, page.locator(`main a[href="${visit}"]`).first());
  await look(page, 'visits-from-register');
}

/** The year's summary says the figure, without a name, and leads back. */
async function traced(page, { check, year, wanted }) {
  const { summaries } = await json(page, '/summaries');
  const there = summaries.find((summary) => String(summary.year) === year);
  check.ok(there, 'the demo has begun the summary of the year');
  await open(page, `/summaries/${there.id}`, { name: 'visits-summary' });
  const live = page.locator(`a.live[href*="measure=${TIMES}"]`).first();
  check.match(await live.innerText(), new RegExp(String(wanted)), 'the sentence says the figure of now');
  await press(page, live);
  await check.visible(page.locator('main a[href^="/visits/"]').first(), 'the trace leads to visits');
}

/** Every page of the system at the desk and on the phone. */
async function pages(both_, { check, visit }) {
  for (const path of ['/visits/month', '/visits/figures', '/visits/reasons', '/me/care', '/me/care/report']) {
    await both(both_, path, `visits${path.replaceAll('/', '-')}`);
  }
  await both(both_, visit, 'visits-one');
  await open(both_[0], '/visits/reasons/new', { name: 'visits-reason-new' });
  for (const path of ['/visits', '/visits/figures', '/me/care']) await open(both_[0], `${path}?lang=en`, { lang: 'en' });
}

/** The sum of visits of a year in the register. */
async function times(page, year) {
  const { fields } = await json(page, `/register?from=${year}-01-01&until=${year}-12-31`);
  const rows = fields.flatMap((field) => field.measures);
  return rows.find((row) => row.measure.key === TIMES)?.total.quantity ?? 0;
}
