// The year's summary: written on in prose, approved; a figure changes underneath, is marked, put right, and goes out in
// Word; the next year's plan begins with it.

import { wordsInOffice } from '../lib/papers.mjs';
import { drop, titles } from '../lib/plans.mjs';
import { both, day, fill, held, json, look, mark, open, press, send } from '../lib/walk.mjs';

const VISITS = 'visit.person_times';

export default async function summary({ open: opened, account, check, signIn }) {
  const pages = [await opened(), await opened({ size: 'phone' })];
  for (const page of pages) await signIn(page, account('chair'));
  const [desk, phone] = pages;
  const run = mark();
  const year = Number(day().slice(0, 4));

  const path = await begun(desk, { check, year });
  const before = await visits(desk, year);
  await write(desk, { check, path, run, before });
  await tie(desk, { check, path, run });
  await approve(desk, { check, path });

  await record(phone, { check, run });
  const now = await visits(desk, year);
  check.equal(now, before + 3, 'the register has three visits more');
  await marked(pages, { check, path, run, before, now });
  await putRight(desk, { check, path, run, now });
  await exported(desk, { check, path, run, before, now });
  await nextPlan(desk, { check, path, year });
}

/** The path of the year's summary, begun if it is not there. */
async function begun(page, { check, year }) {
  const { summaries } = await json(page, '/summaries');
  const there = summaries.find((summary) => summary.year === year);
  if (there) return `/summaries/${there.id}`;
  await page.goto('/summaries/new');
  await fill(page, { year: String(year) });
  check.equal(await send(page, 'year'), 200);
  return new URL(page.url()).pathname;
}

/** The visits of a year, as the register counts them. */
async function visits(page, year) {
  const { fields } = await json(page, `/register?from=${year}-01-01&until=${year}-12-31`);
  return fields.flatMap((field) => field.measures).find((row) => row.measure.key === VISITS).total.quantity;
}

/** The line of this run. */
function line(page, run) {
  return page.locator('article.summary p', { hasText: `编号${run}` });
}

/** Prose of one's own goes to the section on care: one figure live, one typed by hand. */
async function write(page, { check, path, run, before }) {
  await page.goto(path);
  const section = page.locator('article.summary section', { has: page.locator(`a.live[href*="measure=${VISITS}"]`) }).first();
  await press(page, section.locator('.section-acts a[href$="/edit"]'));
  await look(page, 'summary-edit');
  const body = await held(page, 'body');
  await fill(page, {
    body: `${body}\n编号${run}：一年来，工会委员的脚步走遍了每一个需要的家庭，全年慰问{慰问人次}人次，人人记在心上；慰问${before}人次的背后，是大家凑在一起的真心。`,
  });
  check.equal(await send(page, 'body'), 200);
  await look(page, 'summary-written');
  check.match(await line(page, run).innerText(), new RegExp(`全年慰问${before}人次`));
}

/** The figure typed by hand is found before the summary goes out, and tied to the register. */
async function tie(page, { check, path, run }) {
  await open(page, `${path}/check`, { name: 'summary-check' });
  const found = page.locator('ul.rows li', { has: page.locator('button', { hasText: '慰问人次' }) }).last();
  await press(page, found.locator('button', { hasText: '换成 慰问人次（' }));
  await check.says(page, '这个数字已改为随台帐变化');
  await page.goto(path);
  check.equal(await line(page, run).locator('a.live').count(), 2, 'both figures are live now');
}

async function approve(page, { check, path }) {
  await page.goto(`${path}/check`);
  check.equal(await press(page, page.locator('form[action$="/approve"] button.main')), 200);
  await check.says(page, '已定稿');
  await look(page, 'summary-approved');
}

/** Three more visits come in late, told on a phone. */
async function record(page, { check, run }) {
  await page.goto('/works/new?kind=visit');
  await fill(page, { title: `补记：走访新入职教师 ${run}`, people: '3', money: '600' });
  check.equal(await send(page, 'title'), 200);
}

/** What no longer matches is marked where it stands and in the list of what is to be looked at. */
async function marked(pages, { check, path, run, before, now }) {
  await both(pages, path, 'summary-moved');
  await both(pages, `${path}/check`, 'summary-moved-check');
  const [page] = pages;
  await page.goto(path);
  const figure = line(page, run).locator('a.live.moved').first();
  check.equal([await figure.locator('del').innerText(), await figure.locator('ins').innerText()], [String(before), String(now)]);
  await check.says(page, /有 \d+ 个数字在定稿后变了/);
}

/** The officer sees each change, accepts them, and approves anew. */
async function putRight(page, { check, path, run, now }) {
  await page.goto(`${path}/check`);
  const rows = page.locator('ul.rows.moved li');
  check.ok((await rows.count()) >= 2, 'the visits and the money changed');
  await press(page, page.locator('form[action$="/accept"] button', { hasText: '全部认可' }));
  await check.says(page, '数字的变化已认可');
  await look(page, 'summary-right');
  await page.goto(path);
  check.equal(await line(page, run).locator('.moved').count(), 0, 'nothing is marked any more');
  check.match(await line(page, run).innerText(), new RegExp(`全年慰问${now}人次`));
}

/** Word has the figure as it stands now, with where it comes from; LibreOffice opens it. */
async function exported(page, { check, path, run, before, now }) {
  await page.goto(`${path}/check`);
  const words = await wordsInOffice(page, page.locator('a[href$="/word?appendix=1"]'));
  check.ok(words.includes(`全年慰问${now}人次，人人记在心上；慰问${now}人次的背后`), `the paper tells ${now}: ${words.slice(0, 1500)}`);
  check.ok(!words.includes(`全年慰问${before}人次`), 'and no longer what it was');
  check.match(words, /不足/);
  check.match(words, /数据出处/);
}

/** The plan of the next year is drafted from it, and read in like any other. */
async function nextPlan(page, { check, path, year }) {
  await page.goto(path);
  await press(page, page.locator('main a[href$="/plan"]'));
  await look(page, 'summary-next-plan');
  check.match(await held(page, 'text'), new RegExp(`${year + 1}年工会工作计划`));
  check.equal(await send(page, 'text'), 200);
  await check.at(page, /^\/plans\/[^/]+\/reading$/);
  await look(page, 'summary-next-desk');
  const found = (await titles(page)).join('\n');
  for (const words of ['教代会', '中秋', '体检']) check.match(found, new RegExp(words), 'what comes every year comes again');
  await drop(page);
}
