// The browser and its contexts: desk and phone, Chinese and English, with and without script.

import { chromium } from 'playwright-core';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

const SIZES = {
  desk: { viewport: { width: 1280, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 },
};

const LOCALES = { zh: 'zh-CN', en: 'en-US' };

/** Longest wait for a page or an element, in milliseconds; generous, since the machine may be busy. */
export const PATIENCE = 20_000;

/** Pages whose script is off: what needs the page's own script, such as axe, cannot look at them. */
export const scriptless = new WeakSet();

/** Starts Debian's Chromium (or the one named by ZHIJIA_CHROMIUM) in a fresh profile. */
export function launch() {
  // Chromium's own sandbox refuses to run as root
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: process.env.ZHIJIA_CHROMIUM || '/usr/bin/chromium',
    headless: true,
    args: [...FLAGS, ...sandbox],
    timeout: 60_000,
  });
}

/** Contexts of one journey, closed together; what its pages complained of is gathered in `complaints`. */
export class Visits {
  #browser;
  #base;
  #contexts = [];
  complaints = [];

  constructor(browser, base) {
    this.#browser = browser;
    this.#base = base;
  }

  /**
   * A page in a context of its own.
   * @param {{size?: 'desk'|'phone', lang?: 'zh'|'en', script?: boolean, print?: boolean, tolerate?: RegExp}} wish
   *   `tolerate` names complaints that the journey provokes on purpose.
   */
  async page({ size = 'desk', lang = 'zh', script = true, print = false, tolerate } = {}) {
    const context = await this.#browser.newContext({
      ...SIZES[size],
      baseURL: this.#base,
      locale: LOCALES[lang],
      timezoneId: 'Asia/Shanghai',
      javaScriptEnabled: script,
      reducedMotion: 'reduce',
    });
    this.#contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    context.setDefaultNavigationTimeout(PATIENCE);
    const page = await context.newPage();
    if (!script) scriptless.add(page);
    if (print) await page.emulateMedia({ media: 'print' });
    this.#listen(page, tolerate);
    return page;
  }

  /** A second page that shares the session of the first, as another tab does. */
  async tab(page, { tolerate } = {}) {
    const other = await page.context().newPage();
    this.#listen(other, tolerate);
    return other;
  }

  async close() {
    for (const context of this.#contexts) await context.close().catch(() => {});
  }

  #listen(page, tolerate) {
    const complain = (text) => {
      if (!tolerate?.test(text)) this.complaints.push(text);
    };
    page.on('pageerror', (error) => complain(`script error: ${error.message} (${page.url()})`));
    page.on('console', (message) => {
      // an answer of 4xx is a line on the console too; journeys look at those themselves
      const isAnswer = message.text().startsWith('Failed to load resource');
      if (message.type() === 'error' && !isAnswer) complain(`console: ${message.text()} (${page.url()})`);
    });
    page.on('response', (response) => {
      const request = response.request();
      const missing = response.status() === 404 && request.resourceType() !== 'document' && !/favicon/.test(request.url());
      if (response.status() >= 500 || missing) {
        complain(`${response.status()} for ${request.method()} ${response.url()}`);
      }
    });
    page.on('request', (request) => {
      const url = request.url();
      if (/^https?:/.test(url) && new URL(url).origin !== new URL(this.#base).origin) {
        complain(`a page asked another host: ${url}`);
      }
    });
  }
}
