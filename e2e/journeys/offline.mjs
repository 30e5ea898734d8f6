// A visit recorded in a corridor without a signal: the form opens from the phone, what is typed is kept there with its photo, and
// is sent by itself when the network is back, once.

import { fileURLToPath } from 'node:url';
import { shot } from '../lib/house.mjs';
import { day, fill, json, open, send } from '../lib/walk.mjs';
import { wire } from '../lib/wire.mjs';

const PHOTO = fileURLToPath(new URL('data/visit.jpg', import.meta.url));
const OTHER = fileURLToPath(new URL('../../crates/zhijia/demo/walk.jpg', import.meta.url));

export default async function offline({ browser, base, open: opened, account, check, signIn }) {
  const desk = await opened();
  await signIn(desk, account('officer'));
  const [first, other] = [await due(desk, 0), await due(desk, 1)];
  const line = await wire(base);
  const context = await browser.newContext({
    baseURL: line.base, viewport: { width: 390, height: 844 }, locale: 'zh-CN', timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(20_000);
  try {
    const phone = await context.newPage();
    await signIn(phone, account('vice_chair'));
    await alone(phone, { check, desk, line, visit: first });
    await twice(phone, { check, desk, line, visit: other });
  } finally {
    await context.close();
    line.close();
  }
  await plain({ opened, signIn, account, check, desk });
}

/** Goes to the list, which keeps on the phone what is needed without connection. */
async function packed(phone, visit) {
  await phone.goto('/visits');
  await phone.waitForFunction(async (path) => {
    const kept = (await (await caches.open('zhijia-visits-1')).keys()).map((key) => new URL(key.url).pathname);
    const owed = [...document.querySelectorAll("main a[href$='/record']")].map((link) => link.getAttribute('href'));
    return navigator.serviceWorker.controller !== null && [`${path}/record`, ...owed].every((one) => kept.includes(one));
  }, visit);
  // the worker that was just installed comes to rest; nobody walks into a cellar within a second
  await phone.waitForTimeout(2500);
}

const waiting = (phone, words) => phone.locator('[data-waiting]', { hasText: words });
const sendIt = (phone) => phone.locator('main form button.main[type="submit"]').last().click();
const nothingWaits = (phone) => phone.waitForFunction(() => document.querySelector('[data-waiting]')?.hidden);

/** Recorded without a network, kept, sent when it is back, once. */
async function alone(phone, { check, desk, line, visit }) {
  await packed(phone, visit);
  line.cut();
  await phone.goto(`${visit}/record`);
  await shot(phone, 'offline-form');
  await type(phone);
  await sendIt(phone);
  await check.visible(waiting(phone, '已保存在本机'));
  await shot(phone, 'offline-kept');
  check.equal((await json(desk, visit)).visit.status, 'due', 'nothing was sent yet');
  await phone.goto('/visits');
  await check.visible(waiting(phone, '已保存在本机'), 'it waits on the list too');

  line.mend();
  await phone.evaluate(() => dispatchEvent(new Event('online')));
  await nothingWaits(phone);
  const sent = await json(desk, visit);
  check.equal(sent.visit.status, 'made', 'it was sent by itself');
  check.equal(sent.papers.length, 1, 'with its photo');
}

/** An event of today, told at the desk; the path of its visit. */
async function due(page, nth) {
  await open(page, '/visits/events/new');
  const options = page.locator('select[name="member"] option');
  const values = await options.evaluateAll((all) => all.map((one) => one.value).filter(Boolean));
  const busy = (await json(page, '/visits')).visits.map((v) => v.member);
  const free = values.filter((value) => !busy.includes(value));
  await fill(page, { member: free[10 + nth], reason: { label: '生育' }, happened: day(-1), known: day() });
  await send(page, 'happened');
  return new URL(page.url()).pathname;
}

async function type(page) {
  await page.locator('input[name="way"][value="walk"]').check();
  await page.locator('input[name="visitors"]').nth(1).check();
  await page.locator('input[name="present"][value="money"]').check();
  await fill(page, { amount: '300' });
  await page.locator('input[name="photos"]').setInputFiles(PHOTO);
}

/** Somebody else was first: the phone says so and can add its photo. */
async function twice(phone, { check, desk, line, visit }) {
  await packed(phone, visit);
  line.cut();
  await phone.goto(`${visit}/record`);
  await type(phone);
  await sendIt(phone);
  await check.visible(waiting(phone, '已保存在本机'));
  await desk.goto(`${visit}/record`);
  await type(desk);
  await desk.locator('input[name="photos"]').setInputFiles(OTHER);
  await sendIt(desk);
  await desk.waitForURL(new RegExp(`${visit}$`));
  line.mend();
  await phone.locator('[data-waiting] button', { hasText: '现在发送' }).click();
  await check.visible(waiting(phone, '登记了这次走访'), 'the phone says who was first');
  await shot(phone, 'offline-second');
  await phone.locator('[data-waiting] button', { hasText: '只补照片' }).click();
  await nothingWaits(phone);
  check.equal((await json(desk, visit)).papers.length, 2, 'both photos are there');
}

/** Without script it is a plain form. */
async function plain({ opened, signIn, account, check, desk }) {
  const visit = await due(desk, 2);
  const page = await opened({ size: 'phone', script: false });
  await signIn(page, account('officer'));
  await page.goto(`${visit}/record`);
  await type(page);
  await page.locator('main form button.main[type="submit"]').last().click();
  await page.waitForURL(new RegExp(`${visit}$`));
  await check.says(page, '300.00');
}
