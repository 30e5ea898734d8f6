// The main thread: a plan is read in, corrected and accepted; a task is closed on a phone; its figure is followed from
// the register to its photo; the year's summary shows it, exports it, and changes with the record.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { download } from '../lib/papers.mjs';
import { accept, bring, card, change, drop, planOf, settle, wordFile } from '../lib/plans.mjs';
import { day, fill, held, json, look, mark, open, press, send } from '../lib/walk.mjs';
import { wordsOf } from '../lib/word.mjs';

const data = (name) => fileURLToPath(new URL(`data/${name}`, import.meta.url));
const PLAN = readFileSync(data('plan-004.txt'), 'utf8');
const VISITS = 'visit.person_times';

export default async function thread({ open: opened, account, check, signIn }) {
  const desk = await opened();
  await signIn(desk, account('chair'));
  const run = mark();
  const today = day();
  const year = Number(today.slice(0, 4));

  const plan = await readIn(desk, { check, run, year: year + 1 });
  const title = `走访慰问住院教师 ${run}`;
  await putRight(desk, { check, plan, title, today });
  await taken(desk, { check, title, today });

  const before = await visits(desk, year);
  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('chair'));
  const work = await close(phone, { check, title });
  check.equal(await visits(desk, year), before + 7, 'the register counts the seven visits');

  await follow(phone, { check, title, work });
  await follow(desk, { check, title, work });
  await sumUp(desk, { check, run, year, visits: before + 7 });
  await recount(phone, { check, work });
  check.equal(await visits(desk, year), before + 9, 'the register counts what the correction says');
  await desk.reload();
  check.equal(await inSummary(desk, run), before + 9, 'the summary shows the corrected figure');
}

/** The plan as a Word file; the same text again is refused; as .txt and pasted, for another year, it reads the same. */
async function readIn(page, { check, run, year }) {
  const text = `${PLAN.trimEnd()}\n8.整理本稿编号${run}的档案。`;
  await open(page, '/plans/new', { name: 'thread-new-plan' });
  const file = wordFile('2023年工会工作计划.docx', text);
  check.equal(await bring(page, { file, year: String(year) }), 200);
  await check.at(page, /^\/plans\/[^/]+\/reading$/);
  await look(page, 'thread-reading-desk');
  const plan = planOf(page);
  check.match(await page.locator('.source .text').innerText(), /师生冬季长跑/, 'the source stands beside the entries');
  const cards = await page.locator('.entry-card').count();
  check.ok(cards >= 37, `the seed has 37 lines with a month; ${cards} entries were read`);

  check.equal(await bring(page, { file, year: String(year) }), 409, 'the same text twice in one year is refused');
  await look(page);
  await check.says(page, '这份文字已经交过');

  const plain = { name: '工作计划.txt', mimeType: 'text/plain', buffer: Buffer.from(text) };
  for (const [way, what] of [['a text file', { file: plain }], ['pasted text', { text }]]) {
    check.equal(await bring(page, { ...what, year: String(year + 1) }), 200, way);
    check.equal(await page.locator('.entry-card').count(), cards, `${way} reads like the Word file`);
    await drop(page);
  }
  await look(page, 'thread-plans');
  return plan;
}

/** Corrects the entry of visits to be due today by the chair, and rejects one. */
async function putRight(page, { check, plan, title, today }) {
  await page.goto(`/plans/${plan}/reading`);
  await change(page, '走访慰问');
  await look(page, 'thread-correct-entry');
  await fill(page, { title, when: today, owner: { label: '李红梅' } });
  check.equal(await send(page, 'title'), 200);
  await check.visible(card(page, title), 'the correction stands');
  await settle(page, '师生冬季长跑', 'reject');
  check.match(await page.locator('.entry-card.rejected').innerText(), /师生冬季长跑/);
  await look(page);
}

/** Accepts the plan; its tasks stand on the calendar and on the chair's first page. */
async function taken(page, { check, title, today }) {
  await accept(page);
  await look(page, 'thread-plan');
  check.equal(await page.locator('main', { hasText: '师生冬季长跑' }).locator('a', { hasText: '师生冬季长跑' }).count(), 0);
  await open(page, `/calendar?month=${today.slice(0, 7)}`, { name: 'thread-calendar' });
  const folded = page.locator('main td.today details > summary');
  if ((await folded.count()) > 0) await folded.click(); // a full day shows its first entries
  await check.visible(page.locator('main a', { hasText: title }).first());
  await open(page, '/', { name: 'thread-today' });
  await check.visible(page.locator('section[aria-labelledby="owed"] a', { hasText: title }).first());
}

/** Closes the task from the first page of a phone, with figures and a photo; the path of the work. */
async function close(page, { check, title }) {
  await look(page, 'thread-phone-today');
  await press(page, page.locator('a[href$="/close"]', { hasText: title }));
  await look(page, 'thread-phone-close');
  await page.locator('details.kinds > summary').click();
  await press(page, page.locator('nav.chips a[href$="kind=visit"]'));
  await fill(page, { people: '7', households: '6', money: '3500', place: '市第一医院', result: '送去了慰问金和祝福。' });
  await page.locator('input[name="photos"]').setInputFiles(data('visit.jpg'));
  check.match(await page.locator('output.echo').innerText(), /叁仟伍佰元整/);
  check.equal(await send(page, 'title'), 200);
  await check.at(page, /^\/works\/[^/]+$/);
  await look(page, 'thread-phone-work');
  const thumb = page.locator('main img').first();
  await check.visible(thumb);
  check.ok(await thumb.evaluate((img) => img.complete && img.naturalWidth > 0), 'the photo shows');
  return new URL(page.url()).pathname;
}

/** The sum of visits of a year in the register. */
async function visits(page, year) {
  const { fields } = await json(page, `/register?from=${year}-01-01&until=${year}-12-31`);
  const rows = fields.flatMap((field) => field.measures);
  return rows.find((row) => row.measure.key === VISITS)?.total.quantity ?? 0;
}

/** From the register's total to the fact, from the fact to the record, from the record to the photo. */
async function follow(page, { check, title, work }) {
  await open(page, '/register', { name: `thread-register-${page.viewportSize().width}` });
  // the row's last figure is the total
  await press(page, page.locator(`main table a[href*="measure=${VISITS}"]:visible`).last());
  await look(page, `thread-facts-${page.viewportSize().width}`);
  await press(page, page.locator('main tr', { has: page.locator(`a[href="${work}"]`) }).locator('a[href^="/register/facts/"]').first());
  await look(page, `thread-fact-${page.viewportSize().width}`);
  await press(page, page.locator(`main a[href="${work}"]`).first());
  await check.says(page, title);
  const photo = await page.locator('main a:has(img)').first().getAttribute('href');
  const answer = await page.request.get(photo);
  check.equal(answer.status(), 200);
  check.match(answer.headers()['content-type'], /^image\//);
}

/** Begins the year's summary or opens it, writes a line with a live figure, exports it. */
async function sumUp(page, { check, run, year, visits: wanted }) {
  await open(page, '/summaries', { name: 'thread-summaries' });
  const { summaries } = await json(page, '/summaries');
  const there = summaries.find((summary) => summary.year === year);
  if (there) await page.goto(`/summaries/${there.id}`);
  else {
    await open(page, '/summaries/new');
    await fill(page, { year: String(year) });
    check.equal(await send(page, 'year'), 200);
  }
  await check.at(page, /^\/summaries\/[^/]+$/);
  await look(page, 'thread-summary');
  const live = page.locator(`a.live[href*="measure=${VISITS}"]`).first();
  check.match(await live.innerText(), /\d/);

  await press(page, page.locator('.section-acts a[href$="/edit"]').first());
  await look(page, 'thread-edit-section');
  const body = await held(page, 'body');
  await fill(page, { body: `${body}\n编号${run}：全年慰问{没有的数}人次。` });
  check.equal(await send(page, 'body'), 422, 'a place that names no figure is refused');
  await check.says(page, '没有“没有的数”这个数字');
  await fill(page, { body: `${body}\n编号${run}：全年慰问{慰问人次}人次。` });
  check.equal(await send(page, 'body'), 200);
  await look(page, 'thread-summary-edited');
  check.equal(await inSummary(page, run), wanted, 'the summary shows the figure of the register');

  const { name, bytes } = await download(page, page.locator('a[href$="/word"]').first());
  check.match(name, /\.docx$/);
  const words = wordsOf(bytes);
  check.ok(words.includes(`编号${run}：全年慰问${wanted}人次。`), `the Word file tells the figure; it says:\n${words.slice(0, 800)}`);
}

/** The figure in the line of this run, as it is now: where the summary was approved before, what it was is crossed out. */
async function inSummary(page, run) {
  const figure = page.locator('article.summary p', { hasText: `编号${run}` }).locator('a.live');
  const told = (await figure.locator('ins').count()) > 0 ? figure.locator('ins') : figure;
  return Number((await told.innerText()).replace(/\D/g, ''));
}

/** Corrects the work on the phone: nine visits, not seven. */
async function recount(page, { check, work }) {
  await page.goto(work);
  await press(page, page.locator(`a[href="${work}/edit"]`));
  await look(page, 'thread-phone-edit');
  check.equal(await held(page, 'people'), '7');
  await fill(page, { people: '9' });
  check.equal(await send(page, 'title'), 200);
  await look(page, 'thread-phone-corrected');
  check.match(await page.locator('dl.facts').innerText(), /9/);
}
