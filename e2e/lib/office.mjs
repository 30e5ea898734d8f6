// What comes out of the house is opened by programs that are not ours: LibreOffice and Poppler.

import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LIMIT = { timeout: 120_000 };
const NAME = 'paper';

/** Does something in a folder that is gone afterwards. */
async function aside(act) {
  const folder = mkdtempSync(join(tmpdir(), 'zhijia-paper-'));
  try {
    return await act((name) => join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Word file as LibreOffice prints it: the bytes of a PDF. */
export function printed(word) {
  return aside(async (at) => {
    writeFileSync(at(`${NAME}.docx`), word);
    const own = `-env:UserInstallation=file://${at('profile')}`; // no other LibreOffice is in the way
    await run('soffice', [own, '--headless', '--convert-to', 'pdf', '--outdir', at('.'), at(`${NAME}.docx`)], LIMIT);
    return readFileSync(at(`${NAME}.pdf`));
  });
}

/** The words of a PDF in the order they lie on the page, without the blanks and line ends that setting them made. */
export function wordsOfPdf(pdf) {
  return aside(async (at) => {
    writeFileSync(at(`${NAME}.pdf`), pdf);
    const { stdout } = await run('pdftotext', ['-layout', at(`${NAME}.pdf`), '-'], LIMIT);
    return stdout.replace(/\s+/g, '');
  });
}

/** How many pages a PDF has, and their size in points, as `[pages, "595 x 842"]`. */
export function sheetsOf(pdf) {
  return aside(async (at) => {
    writeFileSync(at(`${NAME}.pdf`), pdf);
    const { stdout } = await run('pdfinfo', [at(`${NAME}.pdf`)], LIMIT);
    const [, wide, high] = stdout.match(/^Page size:\s+([\d.]+) x ([\d.]+)/m);
    return [Number(stdout.match(/^Pages:\s+(\d+)/m)[1]), `${Math.round(wide)} x ${Math.round(high)}`];
  });
}

/** The pages of a PDF as pictures, the bytes of one PNG each. */
export function picturesOf(pdf, { wide = 640 } = {}) {
  return aside(async (at) => {
    writeFileSync(at(`${NAME}.pdf`), pdf);
    const [pages] = await sheetsOf(pdf);
    await run('pdftoppm', ['-png', '-gray', '-scale-to-x', String(wide), '-scale-to-y', '-1', at(`${NAME}.pdf`), at(NAME)], LIMIT);
    const digits = String(pages).length;
    return Array.from({ length: pages }, (_, n) => readFileSync(at(`${NAME}-${String(n + 1).padStart(digits, '0')}.png`)));
  });
}
