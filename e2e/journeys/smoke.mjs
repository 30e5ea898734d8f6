// The sign-in page, for everyone: two languages, desk and phone, with script and without.

export default async function smoke({ open, check, shot }) {
  for (const lang of ['zh', 'en']) {
    for (const size of ['desk', 'phone']) {
      const page = await open({ lang, size });
      const response = await page.goto('/sign-in');
      check.equal(response.status(), 200);
      await check.frame(page, lang);
      await check.visible(page.locator('input[name="name"]'));
      await check.visible(page.locator('input[name="password"]'));
      await check.fits(page);
      await check.accessible(page);
      await shot(page, `sign-in-${lang}-${size}`);
    }
  }

  const plain = await open({ script: false });
  await plain.goto('/sign-in');
  await plain.locator('input[name="name"]').fill('nobody');
  await plain.locator('input[name="password"]').fill('not the password');
  await plain.locator('input[name="password"]').press('Enter');
  await check.visible(plain.locator('input[name="password"]'));
  check.equal(await plain.locator('input[name="name"]').inputValue(), 'nobody', 'a refused form keeps what was typed');
  check.equal(await plain.locator('input[name="password"]').inputValue(), '', 'a password never comes back');
}
