// Runs the browser journeys:   node run.mjs [NAME…]
//
//   ZHIJIA_BASE      the server, such as http://127.0.0.1:8080
//   ZHIJIA_ACCOUNTS  its accounts as JSON, [{"name": …, "password": …, "role": …}]
//   ZHIJIA_CHROMIUM  the browser, /usr/bin/chromium when not named
//
// Each file in journeys/ exports a function that throws when something is wrong. Journeys run in the order of their
// names, against one server, each with contexts of its own. What a page complains of (a script error, a refused
// resource, an answer of 5xx, a request to another host) fails its journey too.

import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { launch, Visits } from './lib/browser.mjs';
import * as check from './lib/check.mjs';
import { accountOf, accountsTold, shot, signIn } from './lib/house.mjs';

const LIMIT = 5 * 60_000;
const base = (process.env.ZHIJIA_BASE ?? '').replace(/\/+$/, '');
if (!/^https?:\/\/./.test(base)) {
  console.error('ZHIJIA_BASE wants the address of a running server, such as http://127.0.0.1:8080');
  process.exit(2);
}
const accounts = accountsTold();
const folder = process.env.ZHIJIA_JOURNEYS || fileURLToPath(new URL('./journeys/', import.meta.url));
const known = readdirSync(folder).filter((file) => file.endsWith('.mjs')).map((file) => file.slice(0, -4)).sort();
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`no journey is called ${unknown.join(', ')}; there are ${known.join(', ')}`);
  process.exit(2);
}

/** Runs one journey; the text of what was wrong, or null. */
async function travel(browser, name) {
  const visits = new Visits(browser, base);
  const opened = [];
  const open = async (wish) => {
    const page = await visits.page(wish);
    opened.push(page);
    return page;
  };
  let timer;
  try {
    const { default: journey } = await import(new URL(`${name}.mjs`, `file://${folder.replace(/\/*$/, '/')}`).href);
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done after ${LIMIT / 1000} s`)), LIMIT);
    });
    const account = (role) => accountOf(accounts, role);
    const kit = { browser, base, accounts, account, open, tab: visits.tab.bind(visits), check, shot, signIn };
    await Promise.race([journey(kit), late]);
    return visits.complaints.length > 0 ? visits.complaints.join('\n') : null;
  } catch (error) {
    for (const [index, page] of opened.entries()) {
      await shot(page, `failed-${name}-${index + 1}`).catch(() => {});
    }
    return [error.stack ?? String(error), ...visits.complaints].join('\n');
  } finally {
    clearTimeout(timer);
    await visits.close();
  }
}

let passed = 0;
let failed = 0;
let browser = await launch();
for (const name of wanted.length > 0 ? wanted : known) {
  // a browser that crashed must not take the journeys after it along
  if (!browser.isConnected()) browser = await launch();
  const started = performance.now();
  const [before, fault] = [check.tally.checks, await travel(browser, name)];
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const checks = check.tally.checks - before;
  const empty = fault === null && checks === 0 ? 'it checked nothing' : fault;
  if (empty === null) {
    passed += 1;
    console.log(`ok     ${name} (${checks} checks, ${seconds} s)`);
  } else {
    failed += 1;
    console.log(`FAILED ${name} (${seconds} s)\n${empty.replace(/^/gm, '    ')}`);
  }
}
await browser.close().catch(() => {});
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
