// Two meetings of the committee: one that too few came to, and one from its agenda to its minutes in Word.

import { UPRIGHT, sheet, wordsInOffice } from '../lib/papers.mjs';
import { wordsOfPdf } from '../lib/office.mjs';
import { both, day, fill, held, look, mark, open, press, send } from '../lib/walk.mjs';

const REASON = '带学生参加区运动会';

export default async function meeting({ open: opened, account, check, signIn }) {
  const pages = [await opened(), await opened({ size: 'phone' })];
  for (const page of pages) await signIn(page, account('officer'));
  const [desk, phone] = pages;
  const run = mark();
  // no two meetings of one body begin in the same minute
  const minute = String(new Date().getMinutes()).padStart(2, '0');

  const small = await plan(desk, { check, starts: `07:${minute}` });
  await tooFew(phone, { check, run, path: small });

  const path = await plan(desk, { check, starts: `08:${minute}` });
  await agenda(desk, { check, run, path });
  const here = await attend(desk, { check, path });
  await decide(desk, { check, run, path, here });
  const vice = await opened({ size: 'phone' });
  await signIn(vice, account('vice_chair'));
  await carriedOn(vice, { check, run, path });
  await settle(desk, { check, path });
  await both(pages, path, 'meeting-settled');
  await minutes(desk, { check, run, path, here });
  const member = await opened({ size: 'phone' });
  await signIn(member, account('member'));
  await open(member, path, { name: 'meeting-member' });
  await check.says(member, `元旦联欢方案 ${run}`);
}

/** Plans a meeting for today, with an agenda drawn from the tasks; its path. */
async function plan(page, { check, starts }) {
  await open(page, '/meetings', { name: 'meeting-list' });
  await press(page, page.locator('a[href="/meetings/new"]').first());
  await press(page, page.locator('main nav a', { hasText: /^工会委员会$/ }));
  await fill(page, { day: day(), starts, place: '三楼会议室', kind: 'regular' });
  await look(page, 'meeting-plan');
  check.equal(await send(page, 'starts'), 200);
  await check.at(page, /^\/meetings\/[0-9a-f-]+$/);
  await check.says(page, '会议已定，通知已发到每位委员的待办里');
  return new URL(page.url()).pathname;
}

/** Registers who came: the first so many of those who should, the others on leave. The names of those who came. */
async function register(page, { path, came, guests = '' }) {
  await page.goto(`${path}/attendance`);
  const seats = page.locator('.attendance .seat');
  for (const [n, seat] of (await seats.all()).entries()) {
    await seat.locator(`input[type="radio"][value="${n < came ? 'present' : 'leave'}"]`).check();
    if (n >= came) await seat.locator('input[name^="r-"]').fill(REASON);
  }
  await fill(page, { guests, ends: '09:59' });
  const names = await seats.locator('legend').allInnerTexts();
  return names.slice(0, came).map((label) => label.split('（')[0].trim());
}

/** Too few came: what they may do and what not is said; what they talked about is kept, and counts as no meeting. */
async function tooFew(page, { check, run, path }) {
  await register(page, { path, came: 2 });
  await look(page, 'meeting-few-attendance');
  check.equal(await send(page, 'ends'), 200);
  await look(page, 'meeting-few');
  await check.says(page, /应到 \d+ 人，实到 2 人，不足规定的 \d+ 人。可以记下大家谈了什么，但不能作出决定/);
  await press(page, page.locator('#agenda a[href$="/decide"]').first());
  await look(page, 'meeting-few-decide');
  await check.says(page, '不能作出决定');
  const at = new URL(page.url());
  const form = { text: '硬要通过的事', kind: 'decision', way: 'unanimous' };
  const answer = await page.request.post(at.pathname, { form, headers: { origin: at.origin }, maxRedirects: 0 });
  check.equal(answer.status(), 422, 'nor past the form');
  await press(page, page.locator('main a', { hasText: '写记录' }));
  await fill(page, { notes: `到会两位同志交换了意见，另约时间再开。${run}` });
  check.equal(await send(page, 'notes'), 200);
  await press(page, page.locator('form[action$="/close"] button'));
  await look(page, 'meeting-few-closed');
  await check.says(page, '人数不足，按座谈记录，没有记入台帐');
  await page.goto(`${path}/print`);
  await check.says(page, '座谈记录');
}

/** The agenda has what the tasks gave it; an item of one's own is added and moved nowhere before its part. */
async function agenda(page, { check, run, path }) {
  await open(page, path, { name: 'meeting-called' });
  check.ok((await page.locator('#agenda .agenda li').count()) > 2, 'the agenda is drawn from the tasks');
  await open(page, `${path}/agenda`, { name: 'meeting-draw' });
  await page.goto(`${path}/items/new`);
  await page.locator('input[name="part"][value="matters"]').check();
  await fill(page, { title: `元旦联欢方案 ${run}`, speaker: '王建国' });
  await look(page, 'meeting-item');
  check.equal(await send(page, 'title'), 200);
  await check.says(page, '已添加一项');
}

async function attend(page, { check, path }) {
  await page.goto(`${path}/attendance`);
  const all = await page.locator('.attendance .seat').count();
  const here = await register(page, { path, came: all - 1, guests: '周校长' });
  await look(page, 'meeting-attendance');
  check.equal(await send(page, 'ends'), 200);
  await check.says(page, `应到 ${all} 人，实到 ${all - 1} 人`);
  return here;
}

/** More votes than people are refused and stay as typed; counted right, the decision is somebody's task at once. */
async function decide(page, { check, run, path, here }) {
  await page.goto(path);
  const item = page.locator('.agenda > li', { hasText: `元旦联欢方案 ${run}` });
  await press(page, item.locator('a', { hasText: '写记录' }));
  await fill(page, { notes: '每个工会小组至少出一个节目，节目单十二月二十日前报齐。\n场地和音响由总务处配合。' });
  check.equal(await send(page, 'notes'), 200);
  await press(page, item.locator('a', { hasText: '作决定' }));
  const text = `十二月三十日举行迎元旦教职工联欢，每组一个节目（${run}）`;
  await page.locator('input[name="way"][value="counted"]').check();
  await fill(page, { text, yes: String(here.length), no: '1', owner: { label: '王建国' }, due: day(12) });
  check.equal(await send(page, 'text'), 422, 'more votes than people');
  await look(page, 'meeting-votes');
  await check.says(page, `一共 ${here.length + 1} 票，比到会的 ${here.length} 人还多`);
  check.equal(await held(page, 'text'), text, 'what was typed stays');
  await fill(page, { yes: String(here.length - 1) });
  check.equal(await send(page, 'text'), 200);
  await look(page, 'meeting-decided');
  await check.says(page, `同意 ${here.length - 1} 票，反对 1 票，弃权 0 票`);
}

/** Whoever is to carry the decision out finds it in the inbox, and from there the meeting. */
async function carriedOn(page, { check, run, path }) {
  await open(page, '/inbox', { name: 'meeting-inbox' });
  await press(page, page.locator('main a', { hasText: run }).first());
  await look(page, 'meeting-task');
  await press(page, page.locator(`main a[href^="${path}"]`).first());
  await check.says(page, `元旦联欢方案 ${run}`);
}

async function settle(page, { check, path }) {
  await page.goto(path);
  await press(page, page.locator('form[action$="/close"] button'));
  await check.says(page, '会议结束，次数、人次和决定已进台帐');
  await look(page, 'meeting-closed');
  await page.locator('details.dialog', { has: page.locator('form[action$="/adopt"]') }).locator('summary').click();
  await press(page, page.locator('dialog form[action$="/adopt"] button.main'));
  await check.says(page, '纪要已定稿，存入档案');
}

/** The minutes in Word and printed by the browser say who came, what was decided, and by when it is to be done. */
async function minutes(page, { check, run, path, here }) {
  const office = await wordsInOffice(page, page.locator('main a[href$="/word"]').first());
  const paper = await wordsOfPdf(await sheet(page, `${path}/print`, UPRIGHT));
  for (const words of [office, paper]) {
    for (const wanted of ['实验小学工会委员会', '会议纪要', ...here, REASON, '周校长', `元旦联欢方案${run}`, '责任人：王建国', `同意${here.length - 1}票`]) {
      check.ok(words.includes(wanted), `the minutes say ${wanted}; they say:\n${words.slice(0, 1500)}`);
    }
  }
  const signIn = await wordsOfPdf(await sheet(page, `${path}/sign-in`, UPRIGHT));
  check.match(signIn, /签到表/);
}
