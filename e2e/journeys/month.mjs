// A month worked on a phone: tasks closed with figures and a photo, work that nobody planned, a task moved by the keyboard,
// every view of the calendar; the sheet for the wall; and the same tasks in the calendar of the phone.

import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';
import { wordsOfPdf } from '../lib/office.mjs';
import { ACROSS, sheet } from '../lib/papers.mjs';
import { both, day, fill, json, look, mark, open, press, send } from '../lib/walk.mjs';

const PHOTO = fileURLToPath(new URL('data/visit.jpg', import.meta.url));
const VIEWS = ['/calendar/day', '/calendar/week', '/calendar', '/calendar/year', '/calendar/list', '/calendar/load'];

export default async function month({ open: opened, account, check, signIn }) {
  const pages = [await opened(), await opened({ size: 'phone' })];
  for (const page of pages) await signIn(page, account('chair'));
  const phone = pages[1];
  const run = mark();
  const today = day();
  const titles = {
    visit: `看望住院的陈老师 ${run}`,
    walk: `教职工健步走 ${run}`,
    moved: `健康讲座 ${run}`,
    unplanned: `慰问突遭变故的教师家庭 ${run}`,
  };
  const tasks = {};
  for (const [name, field] of [['visit', 'care'], ['walk', 'culture'], ['moved', 'growth']]) {
    tasks[name] = await add(phone, { check, title: titles[name], field, when: today });
  }

  await close(phone, { check, title: titles.visit, kind: 'visit', figures: { people: '1', households: '1', money: '800' }, photo: true });
  await close(phone, { check, title: titles.walk, kind: 'activity', figures: { people: '42', money: '1260' } });
  await unplanned(phone, { check, title: titles.unplanned });
  await moveByKey(phone, { check, id: tasks.moved, title: titles.moved, to: day(1) });
  for (const path of VIEWS) await both(pages, path, `month-${path.split('/')[2] ?? 'month'}`);
  await views(phone, { check, titles, today });

  const paper = await wordsOfPdf(await sheet(phone, `/calendar/sheet?month=${today.slice(0, 7)}`, ACROSS));
  check.ok(paper.includes('工作安排表') && paper.includes(titles.walk.replace(' ', '')), 'the month hangs on the wall');
  await subscribe(phone, { check, tasks, titles, today });
}

/** Writes a task down, to be done by the chair; its id. */
async function add(page, { check, title, field, when }) {
  await page.goto('/tasks/new');
  await fill(page, { title, field, when, owner: { label: '李红梅' } });
  check.equal(await send(page, 'when'), 200);
  await check.at(page, /^\/tasks\/[0-9a-f-]+$/);
  return new URL(page.url()).pathname.split('/')[2];
}

/** Closes a task from the list of what is due today, with what was counted. */
async function close(page, { check, title, kind, figures, photo = false }) {
  await page.goto('/calendar/list?when=today');
  await press(page, page.locator('main a', { hasText: title }).first());
  await press(page, page.locator('main a[href$="/close"]').first());
  const kinds = page.locator('details.kinds');
  if ((await kinds.getAttribute('open')) === null) await kinds.locator('summary').click();
  await press(page, page.locator(`nav.chips a[href$="kind=${kind}"]`));
  await fill(page, figures);
  if (photo) await page.locator('input[name="photos"]').setInputFiles(PHOTO);
  await look(page, `month-close-${kind}`);
  check.equal(await send(page, 'title'), 200);
  await check.at(page, /^\/works\/[0-9a-f-]+$/);
  await check.says(page, '任务已办结，数字已进台帐');
  await look(page, `month-done-${kind}`);
}

/** Records work that no task named, by the button in the middle of the bar. */
async function unplanned(page, { check, title }) {
  await page.goto('/');
  await press(page, page.locator('nav.bar a[href^="/works/new"]'));
  await press(page, page.locator('nav.chips a[href$="kind=aid"]'));
  await fill(page, { title, households: '1', money: '3000', result: '当天把慰问金送到家里，并联系了区总工会的大病救助。' });
  await look(page, 'month-unplanned');
  check.equal(await send(page, 'title'), 200);
  await check.says(page, '3,000.00');
}

/** Shift and an arrow move the task that has the focus; the way back is offered. */
async function moveByKey(page, { check, id, title, to }) {
  await page.goto('/calendar/week');
  await page.locator('a.entry[data-move]', { hasText: title }).focus();
  await Promise.all([page.waitForURL((url) => url.pathname.startsWith('/calendar')), press(page, { click: () => page.keyboard.press('Shift+ArrowRight') })]);
  await look(page, 'month-moved');
  await check.visible(page.locator('[data-toast] form button'), 'the way back is offered');
  check.equal((await json(page, `/tasks/${id}`)).task.due, to, 'a day later');
}

/** What was done and what was moved stand where they belong. */
async function views(page, { check, titles, today }) {
  await page.goto(`/calendar/day?day=${today}`);
  check.equal(await page.locator('main a', { hasText: titles.moved }).count(), 0, 'moved away from today');
  await page.goto(`/calendar/day?day=${day(1)}`);
  await check.visible(page.locator('main a', { hasText: titles.moved }).first());
  await page.goto(`/works?year=${Number(today.slice(0, 4))}&month=${Number(today.slice(5, 7))}`);
  for (const title of [titles.visit, titles.walk, titles.unplanned]) await check.says(page, title);
}

/** The private link gives a calendar that Thunderbird's own reader understands; a task moved again is followed. */
async function subscribe(page, { check, tasks, titles, today }) {
  await open(page, '/me/calendar', { name: 'month-feed' });
  const own = page.locator('section', { hasText: '我负责的和协办的' });
  await press(page, own.locator('form[action*="make"] button').first());
  await look(page, 'month-feed-link');
  const link = await own.locator('input.link-out').inputValue();

  const first = await events(check, link);
  const visit = first.get(tasks.visit);
  check.equal(visit.summary, `（已办结）${titles.visit}`);
  check.equal([visit.startDate.toString(), visit.startDate.isDate], [today, true], 'all that day');
  const moved = first.get(tasks.moved);
  check.equal([moved.summary, moved.startDate.toString(), moved.endDate.toString()], [titles.moved, day(1), day(2)]);

  await page.goto(`/tasks/${tasks.moved}/move`);
  await press(page, page.locator('form.steps-of-days button[value="7"]'));
  const again = (await events(check, link)).get(tasks.moved);
  check.equal(again.startDate.toString(), day(8), 'the calendar follows');
  check.ok(again.sequence > moved.sequence, 'and programs notice');
}

/** The events of a feed by the ids of their tasks, fetched as a program does that knows the link alone. */
async function events(check, link) {
  const answer = await fetch(link);
  check.equal([answer.status, answer.headers.get('content-type')], [200, 'text/calendar; charset=utf-8']);
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  const all = calendar.getAllSubcomponents('vevent').map((event) => new ICAL.Event(event, { strictExceptions: true }));
  return new Map(all.map((event) => [event.uid.split('@')[0], event]));
}
