// What journeys do in this product again and again.

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SHOTS = fileURLToPath(new URL('../shots/', import.meta.url));

/** Accounts of the demo: `[{name, password, role}]`, told by whoever started the server. */
export function accountsTold() {
  const accounts = JSON.parse(process.env.ZHIJIA_ACCOUNTS || '[]');
  if (!Array.isArray(accounts)) throw new Error('ZHIJIA_ACCOUNTS is not a list');
  return accounts;
}

/** The first account of that role, or that of this name, or the first of all. */
export function accountOf(accounts, role) {
  const is = (account) => account.role === role || account.name === role;
  const found = role ? accounts.find(is) : accounts[0];
  if (!found) throw new Error(`the demo told no account${role ? ` of role ${role}` : ''}`);
  return found;
}

/** Signs in through the page, as a person does; the page ends where the sign-in leads. */
export async function signIn(page, { name, password }) {
  await page.goto('/sign-in');
  await page.locator('input[name="name"]').fill(name);
  await page.locator('input[name="password"]').fill(password);
  await Promise.all([
    page.waitForURL((url) => url.pathname !== '/sign-in').catch(async () => {
      const said = (await page.locator('main').innerText().catch(() => '')).slice(0, 500);
      throw new Error(`${name} could not sign in; the page says:\n${said}`);
    }),
    page.locator('input[name="password"]').press('Enter'),
  ]);
}

/** A picture of the whole page under e2e/shots/NAME.png. */
export async function shot(page, name, { full = true } = {}) {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: `${SHOTS}${name}.png`, fullPage: full, animations: 'disabled' });
}
