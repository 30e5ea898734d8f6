// The pictures of the README, under docs/screens: taken only when asked for, by SCREENS=1.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { json, look, open, send } from '../lib/walk.mjs';

const SCREENS = fileURLToPath(new URL('../../docs/screens/', import.meta.url));

export default async function pictures({ open: opened, account, check, signIn }) {
  if (process.env.SCREENS !== '1') {
    console.log('       look: no pictures are taken without SCREENS=1');
    check.ok(true);
    return;
  }
  mkdirSync(SCREENS, { recursive: true });
  const desk = await opened();
  await desk.setViewportSize({ width: 1280, height: 800 });
  await signIn(desk, account('chair'));
  await picture(desk, '/', 'today');
  await picture(desk, '/calendar', 'month');
  await picture(desk, '/register', 'register');
  await picture(desk, await summary(desk, { check }), 'summary');

  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('chair'));
  await picture(phone, '/works/new', 'phone');
}

async function picture(page, path, name) {
  await open(page, path);
  await page.screenshot({ path: `${SCREENS}${name}.png`, animations: 'disabled' });
}

/** The path of this year's summary, begun if it is not there. */
async function summary(page, { check }) {
  const { summaries } = await json(page, '/summaries');
  if (summaries.length > 0) return `/summaries/${summaries[0].id}`;
  await page.goto('/summaries/new');
  check.equal(await send(page, 'year'), 200);
  await look(page);
  return new URL(page.url()).pathname;
}
