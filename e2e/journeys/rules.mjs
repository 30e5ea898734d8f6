// Rules: a place's sheet is made and filled, a workbook comes back with its wrong cells named, another person confirms,
// and everybody sees what applies here and why.

import { fill, json, look, mark, open, press, send } from '../lib/walk.mjs';

export default async function rules({ open: opened, account, check, signIn }) {
  const desk = await opened();
  await signIn(desk, account('qufuzhuxi'));
  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('qugonghui'));
  const member = await opened({ size: 'phone' });
  await signIn(member, account('member'));

  await everybody(member, { check });
  const sheet = await made(desk, { check });
  await brought(desk, { check }, sheet);
  await confirmed(phone, { check }, sheet);
  for (const path of ['/rules', '/rules/keys/judge.day?what=500', '/rules/compare?one=34&other=35']) {
    await open(desk, path);
    await open(phone, path);
  }
  for (const lang of ['en', 'zh-Hans']) {
    await desk.goto(`/rules/keys/election.votes?what=50&whole=100&lang=${lang}`);
    await look(desk, `rules-key-${lang}`, { lang: lang === 'en' ? 'en' : 'zh' });
  }
}

/** What applies here is no secret of the committee. */
async function everybody(member, { check }) {
  await open(member, '/rules', { name: 'rules-member' });
  await open(member, '/rules/keys/birthday?what=9999', { name: 'rules-try' });
  await check.says(member, '从本工会到全国');
  await open(member, '/rules/sheets');
  await open(member, '/rules/own/new', { status: 403 });
}

/** A sheet with one rule; what is no amount is said beside its field, and nothing typed is lost. */
async function made(desk, { check }) {
  await open(desk, '/rules/sheets/new');
  // a county that no earlier run has written a sheet of
  const part = () => String(1 + Math.floor(Math.random() * 99)).padStart(2, '0');
  await fill(desk, { place: `34${part()}${part()}`, title: `县级标准 ${mark()}` });
  check.equal(await send(desk, 'title'), 200);
  const sheet = new URL(desk.url()).pathname;
  await look(desk);
  await open(desk, `${sheet}/new?key=judge.day`);
  await fill(desk, { value: '很多', from: '2026-01-01' });
  check.equal(await send(desk, 'value'), 422);
  await look(desk, 'rules-refused');
  await check.says(desk, '不是金额');
  await fill(desk, { value: '300元' });
  check.equal(await send(desk, 'value'), 200);
  await look(desk, 'rules-row');
  await check.says(desk, '请另一位同志确认');
  return sheet;
}

/** A workbook: every wrong cell is named, nothing is written; mended, it is taken in. */
async function brought(desk, { check }, sheet) {
  const id = sheet.split('/').pop();
  const bring = async (rows) => {
    await open(desk, `/rules/imports/new?sheet=${id}`);
    const text = ['事项,规则,依据,起始日', ...rows].join('\n');
    await desk.locator('input[type="file"]').setInputFiles({ name: '标准.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    check.equal(await send(desk, 'file'), 200);
  };
  await bring(['评委裁判酬金（每半天）,两百,1号文,2026-01-01', '技能竞赛奖最高额,很多,,2026-01-01']);
  await look(desk, 'rules-import');
  for (const cell of ['B3', 'C3']) await check.says(desk, cell);
  check.equal(await desk.locator('main form[action$="/take"]').count(), 0, 'nothing can be taken in');
  await bring(['评委裁判酬金（每半天）,200元,1号文,2026-01-01', '技能竞赛奖最高额,900元,1号文,2026-01-01']);
  check.equal(await press(desk, desk.locator('main form[action$="/take"] button')), 200);
  await look(desk, 'rules-sheet');
  const page = await json(desk, sheet);
  check.equal(page.sheet.rules, 3);
}

/** Another person finds it in the inbox and confirms the sheet. */
async function confirmed(phone, { check }, sheet) {
  await open(phone, '/inbox');
  await check.says(phone, '条规则等您确认');
  await open(phone, sheet, { name: 'rules-confirm' });
  await phone.locator('main details.dialog summary').first().click();
  check.equal(await press(phone, phone.locator('dialog form[action$="/confirm"] button').first()), 200);
  await look(phone);
  await check.says(phone, '已确认');
}
