// Offers: an officer offers two places, members sign up on a phone, the last of them stands in line and moves up when a place is
// given up, and picks up by the code; a child is signed up with consent. Recuperation: the order of turns with its reasons.

/** Fills in the controls of these names within a form. */
async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    await form.locator(`[name="${name}"]:not([type="hidden"])`).first().fill(value);
  }
}

/** Presses a button of the main part, and waits for the page that answers. */
async function press(page, name) {
  const button = page.locator('main button[type="submit"]:visible', { hasText: name }).first();
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), button.click()]);
  await page.waitForLoadState();
}

/** A day so many days after today, as a form takes it. */
function ahead(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The form whose button says this. */
function form(page, name) {
  return page.locator('main form[method="post"]', { hasText: name }).first();
}

export default async function offers({ open, account, check, shot, signIn }) {
  const run = String(Date.now()).slice(-6);
  const title = `体育馆票${run}`;
  const officer = await open();
  await signIn(officer, account('officer'));
  await officer.goto('/offers');
  await check.says(officer, '普惠服务');
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'offers');

  await officer.goto('/offers/new');
  await officer.locator('[name="kind"]').selectOption({ index: 1 });
  const told = { title, text: '凭码领取', closes: ahead(5), from: ahead(0), until: ahead(8), place: '工会办公室', places: '6000' };
  await fill(form(officer, '保存'), told);
  await press(officer, '保存');
  await check.says(officer, '请分批');
  check.equal(await officer.locator('[name="title"]').inputValue(), title, 'a refused form keeps what was typed');
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'offers-refused');
  await fill(form(officer, '保存'), { places: '1' });
  await press(officer, '保存');
  await check.at(officer, /^\/offers\/[0-9a-f-]+$/);
  const offer = new URL(officer.url()).pathname;

  const people = [];
  for (const who of ['member', 'group_leader']) {
    const phone = await open({ size: 'phone' });
    await signIn(phone, account(who));
    await phone.goto('/me/offers');
    await check.fits(phone);
    await check.accessible(phone);
    await phone.locator('main a', { hasText: title }).first().click();
    await check.fits(phone);
    await check.accessible(phone);
    await shot(phone, `offers-sign-up-${who}`);
    await press(phone, '报名');
    people.push(phone);
  }
  const [first, second] = people;
  await check.says(first, '领取码');
  await check.says(second, '候补第 1 位');
  await check.fits(second);
  await shot(second, 'offers-in-line');
  await first.locator('details.dialog summary', { hasText: '放弃名额' }).click();
  const yes = first.locator('dialog form[action$="/give-up"] button');
  await Promise.all([first.waitForResponse((answer) => answer.request().method() === 'POST'), yes.click()]);
  await first.waitForLoadState();
  await check.at(first, /^\/me\/offers$/);
  await second.reload();
  await check.says(second, '领取码');
  const code = (await second.locator('main').innerText()).match(/[2-9A-Z]{4}-[2-9A-Z]{4}/)[0];

  await officer.goto(offer);
  await fill(form(officer, '按码登记'), { code });
  await press(officer, '按码登记');
  await check.says(officer, '已领取');
  await officer.goto(offer);
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'offers-one');

  await officer.goto('/recuperations');
  await officer.locator('main table a').first().click();
  await check.says(officer, '从未参加');
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'recuperation-turns');
  await first.goto('/me/recuperation');
  await check.fits(first);
  await check.accessible(first);
  await shot(first, 'recuperation-own');
}
