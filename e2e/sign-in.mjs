// Signs the demo's first account in through the page and prints the session as a Cookie header's value.

import { launch, Visits } from './lib/browser.mjs';
import { accountOf, accountsTold, signIn } from './lib/house.mjs';

const browser = await launch();
try {
  const page = await new Visits(browser, process.env.ZHIJIA_BASE).page();
  await signIn(page, accountOf(accountsTold(), process.argv[2]));
  const cookies = await page.context().cookies();
  if (cookies.length === 0) throw new Error('signing in set no cookie');
  console.log(cookies.map(({ name, value }) => `${name}=${value}`).join('; '));
} finally {
  await browser.close();
}
