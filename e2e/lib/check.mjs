// Assertions in the words of the journeys. Each throws an error that says what was found.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Number of findings and checks, to show that a journey looked at something. */
export const tally = { checks: 0 };

function note() {
  tally.checks += 1;
}

export function ok(condition, message) {
  note();
  assert.ok(condition, message);
}

export function equal(found, wanted, message) {
  note();
  assert.deepEqual(found, wanted, message);
}

export function match(text, pattern, message) {
  note();
  assert.match(text, pattern, message);
}

/** Exactly one element, seen by the person. */
export async function visible(locator, message) {
  note();
  await locator.waitFor({ state: 'visible' }).catch((error) => {
    throw new Error(`${message ?? `not visible: ${locator}`}\n${error.message}`);
  });
}

/** The page's text holds this (a string, or a pattern). */
export async function says(page, wanted) {
  note();
  const text = await page.locator('body').innerText();
  const found = wanted instanceof RegExp ? wanted.test(text) : text.includes(wanted);
  assert.ok(found, `the page ${page.url()} does not say ${wanted}; it says:\n${text.slice(0, 2000)}`);
}

/** The address, without host, matches. */
export async function at(page, pattern) {
  note();
  const here = () => {
    const url = new URL(page.url());
    return url.pathname + url.search;
  };
  await page.waitForURL((url) => pattern.test(url.pathname + url.search)).catch(() => {});
  assert.match(here(), pattern, `the page is at ${here()}`);
}

/** The page tells its language, and has a title and exactly one first heading. */
export async function frame(page, lang) {
  note();
  const found = await page.locator('html').getAttribute('lang');
  assert.ok(found?.toLowerCase().startsWith(lang), `html lang is ${found}, wanted ${lang} (${page.url()})`);
  assert.notEqual((await page.title()).trim(), '', `no title (${page.url()})`);
  assert.equal(await page.locator('h1').count(), 1, `one h1 wanted (${page.url()})`);
}

/** Nothing sticks out sideways: the person never scrolls a page across. */
export async function fits(page) {
  note();
  const [wide, room, culprit] = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const scrolls = (element) => {
      for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
        if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX)) return true;
      }
      return false;
    };
    const culprit = [...document.body.querySelectorAll('*')].find(
      (element) => element.getBoundingClientRect().right > room + 1 && !scrolls(element),
    );
    return [document.documentElement.scrollWidth, room, culprit?.outerHTML.slice(0, 160)];
  });
  assert.ok(wide <= room + 1, `the page ${page.url()} is ${wide} wide in ${room}; see ${culprit}`);
}

/** axe finds nothing serious. The page's own content policy stays in force. */
export async function accessible(page, { except = [] } = {}) {
  note();
  const cdp = await page.context().newCDPSession(page);
  const injected = await cdp.send('Runtime.evaluate', { expression: `${AXE}\n;void 0` });
  await cdp.detach();
  if (injected.exceptionDetails) throw new Error(`axe did not start: ${injected.exceptionDetails.text}`);
  const findings = await page.evaluate(async (tags) => {
    // a bar that stays in sight lies over whatever has been scrolled below it: it takes its own place while axe measures
    const bars = [...document.querySelectorAll('.top, .desk-bar, .reading-desk .pick')];
    for (const bar of bars) bar.style.position = 'static';
    const { violations } = await window.axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    for (const bar of bars) bar.style.position = '';
    return violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      nodes: nodes.slice(0, 4).map((node) => `${node.html.slice(0, 200)}\n      ${node.failureSummary}`),
    }));
  }, TAGS);
  const serious = findings.filter(({ id, impact }) => ['serious', 'critical'].includes(impact) && !except.includes(id));
  const told = serious.map(({ id, impact, help, nodes }) => `  ${impact} ${id}: ${help}\n    ${nodes.join('\n    ')}`);
  assert.equal(serious.length, 0, `axe at ${page.url()}:\n${told.join('\n')}`);
}

/** The answer that an act of the page brings: its status, with the path it came from. */
export async function answer(page, act, path) {
  const [response] = await Promise.all([
    page.waitForResponse((response) => path.test(new URL(response.url()).pathname)),
    act(),
  ]);
  return response;
}
