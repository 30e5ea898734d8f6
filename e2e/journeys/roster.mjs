// A messy roster of 5,000 rows goes in through the browser: read, laid out, looked at, decided, taken in; the returned file
// holds exactly the bad rows with their reasons; undone, everything is as before.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { look, json, open, press, send } from '../lib/walk.mjs';

const LONG = 180_000;

export default async function roster({ open: opened, account, check, signIn }) {
  const folder = process.env.ZHIJIA_MESSY;
  check.ok(folder, 'ZHIJIA_MESSY names the folder that `cargo xtask messy-roster` has filled');
  const wanted = JSON.parse(readFileSync(join(folder, 'messy.json'), 'utf8'));
  const desk = await opened();
  const phone = await opened({ size: 'phone' });
  for (const page of [desk, phone]) await signIn(page, account('chair'));

  await open(desk, '/members/new');
  await desk.locator('main [name="name"]').fill(wanted.member.name);
  await desk.locator('main [name="phone"]').fill(wanted.member.phone);
  check.equal(await send(desk, 'name'), 200);
  const before = await standing(desk);

  const path = await bring(desk, join(folder, 'messy.xlsx'), check);
  await look(desk, 'roster-columns-1280');
  await open(phone, `${path}/columns`, { name: 'roster-columns-390' });
  check.equal(await send(desk, 'first'), 200);
  // the page looks again by itself
  await desk.getByRole('heading', { name: '查出的问题' }).waitFor({ timeout: LONG });
  await look(desk);
  await until(desk, path, 'checked', check);

  const seen = await json(desk, path);
  const { good, repaired, known, left_out } = wanted;
  check.equal(seen.outcome, { good, repaired, known, left_out, back: Object.keys(wanted.back).length }, 'what becomes of the rows');
  const kinds = Object.fromEntries(seen.kinds.map(({ kind, rows }) => [kind, rows]));
  check.equal(kinds, wanted.kinds, 'every kind of trouble was found as often as it was put in');
  for (const page of [desk, phone]) {
    const wide = page.viewportSize().width;
    await open(page, path, { name: `roster-checked-${wide}` });
    await open(page, `${path}/rows?kind=id_check`, { name: `roster-rows-${wide}` });
    await open(page, `${path}/row?row=${Object.keys(wanted.back)[0]}`, { name: `roster-row-${wide}` });
  }

  await open(desk, path);
  check.equal(await send(desk, 'joined'), 200);
  await until(desk, path, 'imported', check);
  const { sums } = await json(desk, path);
  check.equal([sums.added, sums.updated, sums.back], [good + repaired, known, Object.keys(wanted.back).length]);
  for (const page of [desk, phone]) await open(page, path, { name: `roster-imported-${page.viewportSize().width}` });
  const found = await json(desk, `/members?q=${encodeURIComponent('𠮷')}`);
  check.ok(found.lines.length > 0 && found.lines.every(({ name }) => name.includes('𠮷')), 'rare characters are kept');

  await returned(desk, path, wanted, check);

  await open(desk, path);
  await desk.locator('details.dialog summary', { hasText: '撤回这次导入' }).click();
  check.equal(await press(desk, desk.locator(`form[action="${path}/undo"] button`)), 200);
  await until(desk, path, 'undone', check);
  await open(desk, path, { name: 'roster-undone-1280' });
  check.equal((await json(desk, path)).stayed, []);
  check.equal(await standing(desk), before, 'members and figures are as before');
}

/** How many members there are, and what the register counts of them. */
async function standing(page) {
  const { total } = await json(page, '/members?count=true');
  const register = await json(page, '/register');
  const all = JSON.stringify(register).match(/"member\.joined[^}]*}/g) ?? [];
  return [total, all];
}

/** Brings a file; the path of the roster. */
async function bring(page, file, check) {
  await open(page, '/members');
  await page.getByRole('link', { name: '导入名册' }).click();
  await page.waitForLoadState('load');
  await look(page, 'roster-list-1280');
  await page.locator('input[name="file"]').setInputFiles(file);
  check.equal(await send(page, 'file'), 200);
  return new URL(page.url()).pathname.replace(/\/columns$/, '');
}

/** Waits until a roster has come so far. */
async function until(page, path, state, check) {
  const end = Date.now() + LONG;
  let is = '';
  while (Date.now() < end) {
    ({ state: is } = await json(page, path));
    if (is === state) return;
    await page.waitForTimeout(500);
  }
  check.equal(is, state, 'in time');
}

/** The returned file, brought again as it is: the very rows, each with its reason. */
async function returned(page, path, wanted, check) {
  await open(page, path);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: '下载退回表' }).click()]);
  const file = await download.path();
  check.ok(download.suggestedFilename().endsWith('.xlsx'));
  await open(page, '/rosters');
  await page.locator('input[name="file"]').setInputFiles({ name: '退回.xlsx', mimeType: 'application/octet-stream', buffer: readFileSync(file) });
  check.equal(await send(page, 'file'), 200);
  const again = new URL(page.url()).pathname.replace(/\/columns$/, '');
  check.equal((await json(page, `${again}/columns`)).lines, Object.keys(wanted.back).length + 1, 'heads and the bad rows, nothing else');
  check.equal(await send(page, 'first'), 200);
  await until(page, again, 'checked', check);
  const { lines, outcome } = await json(page, again);
  // whoever stood in it a second time with another group is in the register by now
  const bad = Object.keys(wanted.back).length;
  check.equal([lines, outcome.back, outcome.known], [bad, bad - wanted.kinds.twice, wanted.kinds.twice]);
  await page.goto(again);
  await page.locator('details.dialog summary', { hasText: '不导入了' }).click();
  check.equal(await press(page, page.locator(`form[action="${again}/forget"] button`)), 200);
}
