// A round of warmth for two: drawn up on a phone, checked, approved by another, bought, its sheet printed, signed for on a
// phone and on paper; at the end the stock is zero and the register says what the sheets say.

import { day, fill, formOf, json, look, mark, open, press, send } from '../lib/walk.mjs';

const PEOPLE = ['孙丽', '赵敏'];

export default async function rounds({ open: opened, account, check, signIn }) {
  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('officer'));
  const before = await counted(phone);
  const round = await drawUp(phone, { check });
  const desk = await opened();
  await signIn(desk, account('chair'));
  await approve(desk, phone, { check, round });
  await sign({ opened, account, check, signIn, desk, phone, round });

  await open(phone, round, { name: 'rounds-signed' });
  check.equal(await press(phone, phone.locator('main button', { hasText: '记入台账' }).first()), 200);
  await check.says(phone, '签收已记入台账');
  check.equal(await press(phone, phone.locator('main button', { hasText: '办结' }).first()), 200);
  await check.says(phone, '已办结');
  await look(phone, 'rounds-closed');
  const page = await json(phone, round);
  check.equal(page.stock.length, 0, 'nothing is left in stock');
  check.equal(page.round.state, 'closed');
  check.equal((await counted(phone)) - before, PEOPLE.length, 'the register counts those who signed');
  await open(desk, `/stock?round=${round.split('/').pop()}`, { name: 'rounds-stock' });
  await open(desk, `/rounds`, { name: 'rounds-list' });
  await open(desk, '/rounds?lang=en', { name: 'rounds-list-en', lang: 'en' });
}

/** What the register counts of visits this year. */
async function counted(page) {
  const year = day().slice(0, 4);
  const found = await json(page, `/register/facts?measure=visit.person_times&from=${year}-01-01&until=${year}-12-31`);
  return Number(found.sum?.quantity ?? found.total ?? 0);
}

/** Three steps on a phone, then two people by name; a budget below zero and a price of three places are told. */
async function drawUp(page, { check }) {
  await open(page, '/rounds/new', { name: 'rounds-new' });
  await page.locator('main [name="kind"][value="warm"]').check();
  await fill(page, { title: `冬季送温暖 ${mark()}`, day: day(), budget: '500' });
  check.equal(await page.locator('main [name="form"]').count(), 2, 'goods or a named voucher, never money');
  await fill(page, { budget: '-500' });
  check.equal(await send(page, 'title'), 422, 'a budget below zero is refused');
  await fill(page, { budget: '500' });
  check.equal(await send(page, 'title'), 200);
  await look(page, 'rounds-contents');
  await fill(page, { name: '棉被2kg', unit: '床', price: '120.005', quantity: '1' });
  check.equal(await send(page, 'price'), 422, 'three places are refused');
  await fill(page, { price: '120' });
  check.equal(await send(page, 'price'), 200);
  check.equal(await press(page, page.locator('main a.button', { hasText: '发给谁' }).first()), 200);
  await look(page, 'rounds-whom');
  await page.locator('main [name="by_hand"]').check();
  check.equal(await send(page, 'by_hand'), 200);
  const lines = new URL(page.url()).pathname;
  for (const name of PEOPLE) {
    await open(page, `${lines}?q=${encodeURIComponent(name)}`);
    check.equal(await press(page, page.locator('main form[action$="/lines/add"] button').first()), 200);
  }
  const round = lines.replace(/\/lines$/, '');
  await open(page, round, { name: 'rounds-listed' });
  check.equal(await press(page, page.locator('main button', { hasText: '核对名单' }).first()), 200);
  await check.says(page, '核对完了');
  await open(page, `${round}/checks`, { name: 'rounds-checks' });
  await check.says(page, '八不准');
  return round;
}

/** The maker cannot approve; the chair does, the goods are bought, and handing out begins. */
async function approve(desk, phone, { check, round }) {
  await open(phone, round);
  await check.says(phone, '经办人不能批准自己的一批');
  await open(desk, round, { name: 'rounds-to-approve' });
  await fill(desk, { reason: '委员会研究同意' });
  check.equal(await send(desk, 'reason'), 200);
  await check.says(desk, '已批准');
  await open(phone, `/purchases/new?round=${round.split('/').pop()}`, { name: 'rounds-buy' });
  await fill(phone, { supplier: '城东商场', day: day() });
  check.equal(await send(phone, 'supplier'), 200);
  await look(phone, 'rounds-bought');
  await open(desk, round);
  check.equal(await press(desk, desk.locator('main button', { hasText: '开始发放' }).first()), 200);
  await check.says(desk, '可以发放了');
  await look(desk, 'rounds-handing');
}

/** The sheet is printed; one signs on her phone, for the other somebody fetches it. */
async function sign({ opened, account, check, signIn, desk, phone, round }) {
  const page = await json(desk, round);
  const sheet = page.signatures.href;
  await desk.goto(`${sheet}/print`);
  await check.fits(desk);
  const member = await opened({ size: 'phone' });
  await signIn(member, account('member'));
  await open(member, '/me/receipts', { name: 'rounds-mine' });
  check.equal(await press(member, member.locator('main form[action*="/sign"] button').first()), 200);
  await open(phone, `${sheet}/handle?all=1`, { name: 'rounds-handle' });
  const form = formOf(phone, 'fetched_by');
  if (!(await form.isVisible())) await phone.locator('main details', { has: phone.locator('[name="fetched_by"]') }).locator('summary').click();
  await form.locator('[name="fetched_by"]').fill('张晓燕');
  check.equal(await press(phone, form.locator('button[type="submit"]').first()), 200);
}
