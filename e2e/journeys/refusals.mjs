// What goes wrong, and that nothing typed is lost and nothing is kept twice.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { day, fill, formOf, held, json, look, mark, open, press, send } from '../lib/walk.mjs';
import { wordOf } from '../lib/word.mjs';

const data = (name) => readFileSync(fileURLToPath(new URL(`data/${name}`, import.meta.url)));

export default async function refusals({ open: opened, tab, account, check, signIn }) {
  const desk = await opened();
  await signIn(desk, account('chair'));
  const run = mark();
  await wrongFiles(desk, { check });
  await impossibleDays(desk, { check, run });
  await closedPeriod(desk, { check, run });
  await twice(desk, { check, run });
  const work = await back(desk, { check, run });

  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('officer'));
  await lostSession(phone, { check, run, signIn: account('officer') });
  await twoEditors(desk, await tab(desk), phone, { check, run, work });
}

/** Files that cannot be read are named, with the reason and what to do. */
async function wrongFiles(page, { check }) {
  const torn = wordOf('一月份：召开会议').subarray(0, 700);
  const cases = [
    ['2026年计划.doc', data('old-word.doc'), /“2026年计划\.doc”是老格式的 Word 文件/],
    ['计划（残）.docx', torn, /“计划（残）\.docx”已损坏/],
    ['照片.jpg', data('visit.jpg'), /“照片\.jpg”是图片/],
    ['空.txt', Buffer.from('  \n \n'), /“空\.txt”里没有文字/],
  ];
  for (const [name, buffer, said] of cases) {
    await page.goto('/plans/new');
    await page.locator('input[name="file"]').setInputFiles({ name, mimeType: 'application/octet-stream', buffer });
    await fill(page, { year: '2027' });
    check.equal(await send(page, 'file'), 422, `${name} is refused`);
    await look(page, 'refusals-file');
    await check.says(page, said);
    check.equal(await held(page, 'year'), '2027', 'what else was typed stays');
  }
}

/** Days that are not on the calendar stay as they were typed, with the reason beside the field. */
async function impossibleDays(page, { check, run }) {
  await open(page, '/tasks/new', { name: 'refusals-task' });
  for (const [when, said] of [['2月30日', /没有这一天|没有 2 月 30 日/], ['13月', /没有这个月份|没有 13 月/]]) {
    await fill(page, { title: `慰问 ${run}`, field: 'care', when });
    check.equal(await send(page, 'when'), 422, `${when} is refused`);
    await look(page, 'refusals-when');
    check.equal(await held(page, 'when'), when);
    check.equal(await held(page, 'title'), `慰问 ${run}`);
    await check.says(page, said);
  }
  await page.goto('/works/new?kind=visit');
  for (const typed of ['2026-02-30', '2026-13-01', '前天']) {
    // as browsers do that know no field for days
    await page.locator('input[name="day"]').evaluate((input) => { input.type = 'text'; });
    await fill(page, { title: `慰问 ${run}`, people: '3', day: typed });
    check.equal(await send(page, 'day'), 422, `${typed} is refused`);
    await look(page);
    check.equal(await page.locator('input[name="day"]').getAttribute('value'), typed, 'the day stays as typed');
    check.equal(await held(page, 'title'), `慰问 ${run}`);
    check.equal(await held(page, 'people'), '3');
    await check.says(page, '没有这一天');
  }
  await page.goto('/works/new?kind=visit');
  await check.says(page, '已找回上次没送出的内容');
  check.equal(await held(page, 'title'), `慰问 ${run}`, 'the draft comes back');
  await page.locator('.draft-note button').click();
  check.equal(await held(page, 'title'), '', 'and is discarded when asked');
  await page.goto('/works/new?kind=visit');
  check.equal(await held(page, 'title'), '', 'for good');
  await page.locator('input[name="day"]').evaluate((input) => input.removeAttribute('max'));
  await fill(page, { title: `慰问 ${run}`, people: '3', day: day(1) });
  check.equal(await send(page, 'day'), 422, 'tomorrow is refused');
  await check.says(page, '这一天还没有到');
  check.equal(await held(page, 'day'), day(1));
}

/** A closed month takes no work; reopened with a reason it would. */
async function closedPeriod(page, { check, run }) {
  await open(page, '/register/periods', { name: 'refusals-periods' });
  const months = await page.locator('select[name="period"] option').evaluateAll((options) =>
    options.map((option) => option.value).filter((value) => /^\d{4}-\d{2}$/.test(value)));
  const month = months.at(-1);
  await fill(page, { period: month });
  check.equal(await send(page, 'period'), 200);
  await look(page, 'refusals-closed');

  await page.goto('/works/new?kind=visit');
  await fill(page, { title: `慰问 ${run}`, people: '3', day: `${month}-15`, result: '这句话要留着。' });
  check.equal(await send(page, 'day'), 422, 'a closed month takes nothing');
  await look(page, 'refusals-closed-work');
  await check.says(page, '已经封账');
  check.equal(await held(page, 'result'), '这句话要留着。');
  check.equal(await worksOf(page, month, run), 0);

  const { periods } = await json(page, '/register/periods');
  const closed = periods.find((period) => JSON.stringify(period).includes(month) && !period.reopened_at);
  await open(page, `/register/periods/${closed.id}`);
  await fill(page, { why: `演练启封 ${run}` });
  check.equal(await send(page, 'why'), 200);
  await look(page);
}

/** A new visit, typed in; a draft that this tab still keeps is typed over. */
async function visit(page, values) {
  await page.goto('/works/new?kind=visit');
  await fill(page, { day: day(), result: '', place: '', ...values });
}

/** How many works of a month have this in their title. */
async function worksOf(page, month, title) {
  const [year, number] = month.split('-').map(Number);
  const { works } = await json(page, `/works?year=${year}&month=${number}`);
  return works.filter((work) => work.title.includes(title)).length;
}

/** A button pressed twice, and one form sent twice from two pages, keep one record. */
async function twice(page, { check, run }) {
  const title = `看望两次按的人 ${run}`;
  await visit(page, { title, people: '1' });
  const button = formOf(page, 'title').locator('button.main[type="submit"]');
  await Promise.all([page.waitForURL(/\/works\/[0-9a-f-]{20,}/), button.dblclick()]);
  check.equal(await worksOf(page, day().slice(0, 7), title), 1, 'a double press keeps one record');

  await page.goto('/works/new?kind=visit');
  const form = Object.fromEntries(await formOf(page, 'title').evaluate((form) => [...new FormData(form)].filter(([, value]) => typeof value === 'string')));
  const told = { form: { ...form, day: day(), title: `同时送出 ${run}`, people: '1' }, headers: { origin: new URL(page.url()).origin }, maxRedirects: 0 };
  const answers = await Promise.all([1, 2, 3].map(() => page.request.post('/works/new', told)));
  check.equal(answers.map((answer) => answer.status()), [303, 303, 303], 'each sending is answered');
  const places = new Set(answers.map((answer) => answer.headers().location));
  check.equal(places.size, 1, `all lead to one record, not to ${[...places]}`);
  check.equal(await worksOf(page, day().slice(0, 7), `同时送出 ${run}`), 1, 'sent three times at once, kept once');
  await page.goto('/'); // here the word of thanks of those answers is shown and done with
}

/** Back to the form and sent again: the same record; with other words: refused. Its path. */
async function back(page, { check, run }) {
  const title = `看望退回去的人 ${run}`;
  await visit(page, { title, people: '2' });
  check.equal(await send(page, 'title'), 200);
  const work = new URL(page.url()).pathname;
  await page.goBack();
  check.equal(await held(page, 'title'), title, 'the form is as it was sent');
  check.equal(await send(page, 'title'), 200);
  check.equal(new URL(page.url()).pathname, work, 'the same form leads to the same record');
  check.equal(await worksOf(page, day().slice(0, 7), title), 1, 'sent again, kept once');

  await page.goBack();
  await fill(page, { title: `${title}，改过` });
  check.equal(await send(page, 'title'), 409, 'a used form with other words is refused');
  await look(page, 'refusals-once');
  await check.says(page, '这张表已经送出过一次');
  check.equal(await held(page, 'title'), `${title}，改过`);
  check.equal(await worksOf(page, day().slice(0, 7), title), 1);
  return work;
}

/** The session ends while a form is being filled: signing in brings back what was typed. */
async function lostSession(page, { check, run, signIn: { name, password } }) {
  const title = `看望掉线的人 ${run}`;
  await visit(page, { title, people: '4', result: '走了很远的路。' });
  await page.context().clearCookies();
  check.equal(await press(page, formOf(page, 'title').locator('button.main')), 401);
  await look(page, 'refusals-signed-out');
  await check.says(page, '刚才填的内容都保留着');
  await page.locator('input[name="name"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  check.equal(await press(page, page.locator('main button.main')), 200);
  await look(page, 'refusals-signed-in-again');
  check.equal(await held(page, 'title'), title);
  check.equal(await held(page, 'people'), '4');
  check.equal(await held(page, 'result'), '走了很远的路。');
  check.equal(await send(page, 'title'), 200);
  await check.at(page, /^\/works\/[0-9a-f-]+$/);
  check.equal(await worksOf(page, day().slice(0, 7), title), 1);
}

/** Two people correct one record: the second is told, and sees both what stands and what was typed. */
async function twoEditors(one, other, officer, { check, run, work }) {
  for (const page of [one, other, officer]) await page.goto(`${work}/edit`);
  const [first, second, third] = ['甲', '乙', '丙'].map((who) => `${who}改的题目 ${run}`);
  await fill(one, { title: first });
  await fill(other, { title: second });
  await fill(officer, { title: third });
  check.equal(await send(one, 'title'), 200);
  for (const [page, typed] of [[other, second], [officer, third]]) {
    check.equal(await send(page, 'title'), 409, 'who comes second is told');
    await look(page, 'refusals-stale');
    await check.says(page, '别人已经改过这份记录');
    check.equal(await held(page, 'title'), typed, 'what was typed stays');
    await check.says(page, first);
  }
  check.equal(await send(other, 'title'), 200, 'who has seen what stands may send again');
  await check.says(other, second);
}
