// Files that the house hands out, and sheets that the browser prints.

import { readFileSync } from 'node:fs';
import * as check from './check.mjs';
import { printed, sheetsOf, wordsOfPdf } from './office.mjs';

/** The sizes of A4, upright and laid across. */
export const UPRIGHT = '595 x 842';
export const ACROSS = '842 x 595';

/** What a link hands out: the name of the file, and its bytes. */
export async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent('download'), link.click()]);
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** The words of a Word file that a link hands out, as LibreOffice sets them on A4. */
export async function wordsInOffice(page, link) {
  const { name, bytes } = await download(page, link);
  check.match(name, /\.docx$/);
  const pdf = await printed(bytes);
  check.equal((await sheetsOf(pdf))[1], UPRIGHT, `${name} is A4`);
  return wordsOfPdf(pdf);
}

/** A page as the browser prints it, on sheets of this size in points. */
export async function sheet(page, path, size) {
  await page.goto(path);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  check.equal((await sheetsOf(pdf))[1], size, `${path} is printed on A4`);
  return pdf;
}
