// The pictures of the README, under docs/screens, and of papers in the guide: taken only when asked for, by SCREENS=1.

import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { picturesOf, printed } from '../lib/office.mjs';
import { ACROSS, UPRIGHT, download, sheet } from '../lib/papers.mjs';
import { day, json, look, open, send } from '../lib/walk.mjs';

const SCREENS = fileURLToPath(new URL('../../docs/screens/', import.meta.url));
const PAPERS = fileURLToPath(new URL('../../docs/guide/src/pictures/', import.meta.url));

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
  await papers(desk, { check });
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

/** The month for the wall and the minutes of the fullest meeting, as the printer and LibreOffice set them on A4. */
async function papers(page, { check }) {
  mkdirSync(PAPERS, { recursive: true });
  const keep = (name, picture) => writeFileSync(`${PAPERS}${name}.png`, picture);
  const ends = (name, pictures) => {
    keep(`${name}-first`, pictures[0]);
    keep(`${name}-last`, pictures.at(-1));
  };
  const wall = await sheet(page, `/calendar/sheet?month=${day(30).slice(0, 7)}`, ACROSS);
  keep('month-sheet', (await picturesOf(wall, { wide: 900 }))[0]);

  const { meetings } = await json(page, '/meetings');
  const settled = meetings.filter(({ status }) => status === 'adopted');
  check.ok(settled.length > 0, 'the demo has minutes');
  const [meeting] = settled.sort((one, other) => other.decisions - one.decisions);
  ends('minutes-printed', await picturesOf(await sheet(page, `/meetings/${meeting.id}/print`, UPRIGHT)));
  await page.goto(`/meetings/${meeting.id}`);
  const { bytes } = await download(page, page.locator('main a[href$="/word"]').first());
  ends('minutes-word', await picturesOf(await printed(bytes)));
}
