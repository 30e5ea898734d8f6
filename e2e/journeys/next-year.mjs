// This year's plan is copied to the next: what hangs on a lunar festival moves with it, and the tasks fall on those days.

import { festival } from '../lib/almanac.mjs';
import { accept, card, planOf, tasksOf } from '../lib/plans.mjs';
import { both, day, json, look, open, send } from '../lib/walk.mjs';

const SPRING = '春节前走访慰问';
const AUTUMN = '中秋节慰问会员';
const NINTH = '重阳节慰问退休教师';
const LEFT = '教工登山比赛';

export default async function nextYear({ open: opened, account, check, signIn }) {
  const pages = [await opened(), await opened({ size: 'phone' })];
  for (const page of pages) await signIn(page, account('chair'));
  const [desk] = pages;
  const year = Number(day().slice(0, 4)) + 1;

  const old = await planOfThisYear(desk, { check, year: year - 1 });
  await both(pages, `/plans/${old}`, 'next-year-old');
  await both(pages, `/plans/${old}/copy`, 'next-year-copy');
  await copy(desk, { check, year });
  await look(desk, 'next-year-desk');
  await accept(desk);
  await look(desk, 'next-year-plan');
  await onTheirDays(desk, { check, plan: planOf(desk), year });
  await both(pages, `/calendar?month=${festival('中秋节', year).slice(0, 7)}`, 'next-year-autumn');
}

/** The plan that the committee adopted for this year. */
async function planOfThisYear(page, { check, year }) {
  const { plans } = await json(page, '/plans');
  const found = plans.find((plan) => plan.title === `实验小学工会${year}年工作计划`);
  check.ok(found, `the demo has a plan of ${year}: ${plans.map((plan) => plan.title)}`);
  return found.id;
}

/** Every line says where it goes; one is left behind. */
async function copy(page, { check, year }) {
  for (const name of ['中秋节', '重阳节']) await check.says(page, `${name}换了日子`);
  const line = page.locator('fieldset.changes li', { hasText: LEFT });
  await line.locator('input[type="checkbox"]').uncheck();
  check.equal(await page.locator('input[name="title"]').inputValue(), `实验小学工会${year}年工作计划`, 'the title says the new year');
  check.equal(await send(page, 'title'), 200);
  await check.at(page, /^\/plans\/[^/]+\/reading$/);
  check.equal(await card(page, LEFT).count(), 0, 'what was not taken is not there');
  const { groups } = await json(page, new URL(page.url()).pathname);
  const entry = (words) => groups.flatMap((group) => group.lines).find((line) => line.title.includes(words));
  check.ok(entry(SPRING).due < festival('春节', year), `${entry(SPRING).due} is before the Spring Festival of ${year}`);
  return entry;
}

/** The tasks of the new plan fall on the festivals of the new year, or before them. */
async function onTheirDays(page, { check, plan, year }) {
  for (const [words, name] of [[SPRING, '春节'], [AUTUMN, '中秋节'], [NINTH, '重阳节']]) {
    const all = await tasksOf(page, words);
    const [task] = all.filter(({ due }) => due?.startsWith(String(year)));
    check.ok(task, `${words} is a task of ${year}: ${JSON.stringify(all.map(({ due }) => due))}`);
    const feast = festival(name, year);
    // the demo's officer wrote 中秋节前 at the desk
    if (words.includes('前') || words === AUTUMN) check.ok(task.due < feast, `${words}: ${task.due} is before ${feast}`);
    else check.equal(task.due, feast, `${words} falls on ${name}`);
  }
}
