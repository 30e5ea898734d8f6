// How a person goes about: opening pages, filling forms, pressing buttons; every page is looked over on the way.

import { scriptless } from './browser.mjs';
import * as check from './check.mjs';
import { shot } from './house.mjs';

/** What every page must be, whoever looks: framed, readable by all, complete in words, no wider than its window. */
export async function look(page, name, { lang = 'zh' } = {}) {
  await check.frame(page, lang);
  const html = await page.content();
  check.ok(!html.includes('⟦'), `a word is missing at ${page.url()}: ${html.match(/⟦[^⟧]*⟧?/)?.[0]}`);
  await check.fits(page);
  if (!scriptless.has(page)) await check.accessible(page);
  if (name) await shot(page, name);
}

/** Opens a path, which must answer so, and looks the page over. */
export async function open(page, path, { status = 200, name, lang } = {}) {
  const response = await page.goto(path);
  check.equal(response.status(), status, `${path} answers ${response.status()}`);
  await look(page, name, { lang });
  return page;
}

/** Opens a path on a desk and on a phone; pictures get the width to their name. */
export async function both(pages, path, name) {
  for (const page of pages) await open(page, path, { name: `${name}-${page.viewportSize().width}` });
}

/** Presses something that leads to another page; the status that page answered with. */
export async function press(page, what) {
  const [response] = await Promise.all([
    page.waitForResponse((answer) => answer.request().isNavigationRequest() && (answer.status() < 300 || answer.status() >= 400)),
    what.click(),
  ]);
  await page.waitForLoadState('load');
  return response.status();
}

/** Presses the main button of the form that holds the field of this name. */
export async function send(page, field) {
  return press(page, formOf(page, field).locator('button.main[type="submit"]'));
}

/** The form that holds a field of this name. */
export function formOf(page, field) {
  return page.locator('main form[method="post"]').filter({ has: page.locator(`[name="${field}"]`) }).first();
}

/** Fills fields by their names; lists and days too. A list takes a value, or `{label}`: the beginning of a label. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = page.locator(`main form[method="post"] [name="${name}"]`).first();
    const tag = await field.evaluate((element) => element.tagName);
    if (tag === 'SELECT') await field.selectOption(value.label ? { label: await labelOf(field, value.label) } : value);
    else await field.fill(value);
  }
}

/** The one label of a list that begins so: names are followed by their group. */
async function labelOf(list, begins) {
  const all = (await list.locator('option').allInnerTexts()).map((label) => label.trim());
  const found = all.filter((label) => label.startsWith(begins));
  check.equal(found.length, 1, `one choice begins with ${begins}, of ${all.slice(0, 20)}`);
  return found[0];
}

/** What a field of this name holds. */
export function held(page, name) {
  return page.locator(`main form[method="post"] [name="${name}"]`).first().inputValue();
}

/** The answer of a path as JSON, asked with the page's session. */
export async function json(page, path) {
  const answer = await page.request.get(path, { headers: { accept: 'application/json' } });
  check.equal(answer.status(), 200, `${path} answers ${answer.status()}`);
  return answer.json();
}

/** A word that no earlier run used, for titles. */
export function mark() {
  return Date.now().toString(36).toUpperCase();
}

/** A day in China, so many days from today, as `2026-11-21`. */
export function day(from = 0) {
  return new Date(Date.now() + (8 * 60 * 60 + from * 24 * 60 * 60) * 1000).toISOString().slice(0, 10);
}
