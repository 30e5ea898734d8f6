// Plans of other shapes, as a Word table and as prose, put right beside their source; then a later text of one, of which
// only what the officer takes changes tasks.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FOOT, LATER, LEAD, ROWS } from './data/plan-table.mjs';
import { accept, bring, card, change, correct, planOf, seeSource, settle, split, tasksOf, titles, wordFile } from '../lib/plans.mjs';
import { both, day, fill, look, mark, open, press, send } from '../lib/walk.mjs';

const PROSE = readFileSync(fileURLToPath(new URL('data/plan-prose.txt', import.meta.url)), 'utf8');

export default async function plans({ open: opened, account, check, signIn }) {
  const pages = [await opened(), await opened({ size: 'phone' })];
  for (const page of pages) await signIn(page, account('chair'));
  const run = mark();
  const year = Number(day().slice(0, 4)) + 1;
  const dated = (text) => text.replaceAll('{year}', year).replaceAll('{next}', year + 1);
  const file = (rows) => wordFile('工作安排表.docx', dated(LEAD), rows, `${FOOT}编号${run}。`);

  const plan = await table(pages, { check, run, year, file: file(ROWS) });
  await later(pages, { check, run, year, plan, file: file(LATER) });
  await prose(pages, { check, run, year, text: `${dated(PROSE)}编号${run}。` });
}

/** The task of this run with these words: its title, day and owner. */
async function task(page, check, words, run) {
  const all = (await tasksOf(page, run)).filter(({ title }) => title.includes(words));
  check.equal(all.length, 1, `one task of this run says ${words}`);
  return all[0];
}

/** A table: each item of a cell is an entry with its month and whoever answers for it. */
async function table(pages, { check, run, year, file }) {
  const [desk] = pages;
  check.equal(await bring(desk, { file }), 200);
  await both(pages, new URL(desk.url()).pathname, 'plans-table');
  const wanted = ROWS.slice(1).flatMap(([, cell]) => cell.split('\n').map((item) => item.replace(/^\d\./, '')));
  check.equal(await titles(desk), wanted, 'every item of every cell, in their order');
  check.match(await card(desk, '师徒结对').innerText(), /9月.*张晓燕/, 'the month of the row above, the name beside');

  await seeSource(desk, '趣味运动会', /教职工趣味运动会，各小组均须组队/);
  await split(desk, '征集合理化建议', [`征集合理化建议 ${run}`, `合理化建议汇总后送校长室 ${run}`]);
  await settle(desk, '整理档案', 'merge');
  check.match((await titles(desk)).at(-1), /财务内审.*整理档案/, 'two have become one');
  await settle(desk, '新入职教师座谈会', 'reject');
  await correct(desk, '趣味运动会', { title: `教职工趣味运动会 ${run}`, when: '10月中旬', owner: { label: '王建国' }, budget: '5000' });
  await correct(desk, '重阳节', { title: `重阳节走访退休教师 ${run}`, when: '重阳节前', budget: '4200' });
  await change(desk, '教师节');
  await look(desk, 'plans-table-form');
  await fill(desk, { when: '9月31日' });
  check.equal(await send(desk, 'title'), 422, 'a day that is not is refused');
  await check.says(desk, '没有 9 月 31 日');
  await fill(desk, { when: '9月10日', title: `教师节庆祝活动 ${run}` });
  check.equal(await send(desk, 'title'), 200);
  await look(desk, 'plans-table-right');
  await accept(desk);
  const plan = planOf(desk);

  check.equal((await tasksOf(desk, '新入职教师座谈会')).filter(({ due }) => due?.startsWith(String(year))).length, 0, 'what was rejected is no task');
  const games = await task(desk, check, '趣味运动会', run);
  check.equal([games.due, games.owner_name], [`${year}-10-20`, '王建国']);
  return plan;
}

/** A later text: what is new, moved, said otherwise or gone is shown; what is not taken leaves its task alone. */
async function later(pages, { check, run, year, plan, file }) {
  const [desk] = pages;
  await open(desk, `/plans/${plan}/versions/new`, { name: 'plans-later' });
  await desk.locator('input[name="file"]').setInputFiles(file);
  check.equal(await send(desk, 'file'), 200);
  await both(pages, new URL(desk.url()).pathname, 'plans-difference');
  const changes = (kind) => desk.locator('fieldset.changes', { has: desk.locator('legend', { hasText: kind }) });
  check.match(await changes('新添').innerText(), /慰问食堂和保洁职工/);
  check.equal(await changes('新添').locator('li').count(), 1, 'what was merged by hand is not new');
  check.match(await changes('改了日子').innerText(), /教学基本功比武/);
  check.match(await changes('改了说法').innerText(), /迎元旦教职工联欢会/);
  check.match(await changes('没有的').innerText(), /青蓝工程/);
  check.equal(await changes('没有的').locator('li').count(), 1, 'nor is what was split gone');
  for (const kind of ['改了说法', '没有的']) {
    for (const box of await changes(kind).locator('input[type="checkbox"]').all()) await box.uncheck();
  }
  for (const kind of ['新添', '改了日子']) {
    for (const box of await changes(kind).locator('input[type="checkbox"]').all()) await box.check();
  }
  check.equal(await press(desk, desk.locator('main form button.main', { hasText: '只改勾了的' })), 200);
  await both(pages, `/plans/${plan}`, 'plans-merged');

  const due = async (words) => (await tasksOf(desk, words)).filter((task) => task.due?.startsWith(String(year)) && task.stage !== 'dropped').map((task) => task.due);
  check.equal(await due('慰问食堂和保洁职工'), [`${year}-12-31`], 'what is new is a task');
  check.equal(await due('教学基本功比武'), [`${year}-10-31`], 'what moved, moved');
  check.equal(await due('迎元旦教职工联欢会'), [], 'other words were not taken');
  check.equal((await due('青蓝工程')).length, 1, 'nor was what is gone');
  check.equal((await task(desk, check, '趣味运动会', run)).due, `${year}-10-20`, 'what was put right by hand stays');
}

/** Prose: sentences with a time are entries; what was not read is added from its line. */
async function prose(pages, { check, run, year, text }) {
  const [desk] = pages;
  check.equal(await bring(desk, { text }), 200);
  await both(pages, new URL(desk.url()).pathname, 'plans-prose');
  check.match(await desk.locator('.source .found.heading').allInnerTexts().then((all) => all.join()), /一、把民主管理做实/);
  await seeSource(desk, '气排球', /举办教职工气排球联赛/);
  await split(desk, '第五届教代会', [`会前向五个工会小组征集提案 ${run}`, `召开第五届教代会第二次会议 ${run}`, `逐件答复教代会提案 ${run}`]);
  await correct(desk, '逐件答复', { title: `逐件答复教代会提案 ${run}`, when: '4月20日前' });
  await settle(desk, '接受全体会员监督', 'merge');
  check.match((await titles(desk)).join(), /公布上学期的工会经费收支.{0,2}接受全体会员监督/);

  const missed = desk.locator('.source .missed');
  check.ok((await missed.count()) > 0, 'what was not read is offered');
  const line = await missed.evaluateAll((all) => all.findIndex((mark) => mark.previousSibling?.textContent.includes('端午节')));
  await press(desk, missed.nth(line));
  await fill(desk, { title: `端午节给会员送粽子 ${run}`, when: '端午节', field: 'care', owner: { label: '刘芳' } });
  await look(desk, 'plans-prose-add');
  check.equal(await send(desk, 'title'), 200);
  await look(desk, 'plans-prose-right');
  await accept(desk);
  check.equal((await task(desk, check, '逐件答复', run)).due, `${year}-04-20`);
  check.equal((await task(desk, check, '端午节', run)).owner_name, '刘芳');
}
