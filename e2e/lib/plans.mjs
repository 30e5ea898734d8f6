// What is done with plans again and again: bring one, put its entries right at the reading desk, accept it.

import * as check from './check.mjs';
import { fill, json, press, send } from './walk.mjs';
import { wordOf } from './word.mjs';

/** A plan as a Word file to be chosen in a form. */
export function wordFile(name, ...parts) {
  return { name, mimeType: 'application/octet-stream', buffer: wordOf(...parts) };
}

/** Brings a plan, as a file or as pasted text; the status of the answer. */
export async function bring(page, { file, text, ...more }) {
  await page.goto('/plans/new');
  if (file) await page.locator('input[name="file"]').setInputFiles(file);
  await fill(page, text ? { text, ...more } : more);
  return send(page, 'file');
}

/** The plan whose page, or reading desk, is open. */
export function planOf(page) {
  return new URL(page.url()).pathname.split('/')[2];
}

/** The entry whose title has these words. */
export function card(page, words) {
  return page.locator('.entry-card', { has: page.locator('.what', { hasText: words }) }).first();
}

/** The titles of the entries, in their order. */
export function titles(page) {
  return page.locator('.entry-card .what').allInnerTexts();
}

/** Opens the form under an entry. */
export async function change(page, words, how = '改') {
  await press(page, card(page, words).locator('.entry-acts a', { hasText: new RegExp(`^${how}$`) }));
}

/** Corrects an entry. */
export async function correct(page, words, values) {
  await change(page, words);
  await fill(page, values);
  check.equal(await send(page, 'title'), 200, `“${words}” is corrected`);
}

/** Makes several entries of one. */
export async function split(page, words, lines) {
  await change(page, words, '拆成几条');
  await fill(page, { lines: lines.join('\n') });
  check.equal(await send(page, 'lines'), 200, `“${words}” is split`);
}

/** `merge`s an entry into the one above it, `reject`s or `restore`s it. */
export async function settle(page, words, act) {
  check.equal(await press(page, card(page, words).locator(`form[action$="/${act}"] button`)), 200, `${act} “${words}”`);
}

/** Points at an entry: its source is marked beside it; pointed at the source: the entry is. */
export async function seeSource(page, words, source) {
  const title = card(page, words).locator('.what a');
  await title.click();
  const mark = page.locator('.source .found.here');
  await mark.first().waitFor({ timeout: 5000 }).catch(() => {});
  check.equal(await mark.count(), 1, `“${words}” has one source`);
  check.match(await mark.innerText(), source);
  check.ok(await within(mark, page.locator('.source')), 'the source is in sight');
  await mark.click();
  check.match(await page.locator('.entry-card.here .what').innerText(), new RegExp(words), 'the source leads back');
}

/** Whether one box is inside of another, as the person sees them. */
async function within(inner, outer) {
  const [one, other] = await Promise.all([inner.boundingBox(), outer.boundingBox()]);
  return one.y >= other.y - 1 && one.y + one.height <= other.y + other.height + 1;
}

/** Accepts the plan that lies on the reading desk, with what has no day. */
export async function accept(page) {
  const undated = page.locator('.desk-bar input[name="all_undated"]');
  if ((await undated.count()) > 0) await undated.check();
  const plan = planOf(page);
  check.equal(await press(page, page.locator('form[action$="/accept"] button.main')), 200, 'the plan is accepted');
  await check.at(page, new RegExp(`^/plans/${plan}$`));
}

/** Puts the plan that lies on the reading desk away. */
export async function drop(page) {
  await page.locator('details.away-with > summary').click();
  check.equal(await press(page, page.locator('form[action$="/drop"] button')), 200);
  await check.at(page, /^\/plans$/);
}

/** The tasks whose title has these words. */
export async function tasksOf(page, words) {
  const { tasks } = await json(page, `/tasks?whose=all&q=${encodeURIComponent(words)}`);
  return tasks;
}
