// Mutual insurance: an officer enrols the women of the unit, looks at who is covered; a member claims on a phone; the claim is
// sent, answered and paid; the member sees it on her own page.

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

/** A day so many days before today, as a form takes it. */
function ago(days) {
  return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

export default async function insurance({ open, account, check, shot, signIn }) {
  const run = String(Date.now()).slice(-6);
  const officer = await open();
  await signIn(officer, account('officer'));
  await officer.goto('/insurance');
  await check.says(officer, '不是商业保险');
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'insurance-coverage');

  await officer.goto('/enrolments');
  await officer.locator('main table a', { hasText: '女职工' }).first().click();
  await check.says(officer, '可以参保');
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'insurance-batch');
  await officer.goto('/insurance/gaps');
  await check.fits(officer);
  await shot(officer, 'insurance-gaps');

  const phone = await open({ size: 'phone' });
  await signIn(phone, account('member'));
  await phone.goto('/me/insurance');
  await check.fits(phone);
  await check.accessible(phone);
  await shot(phone, 'insurance-own');
  await phone.locator('main a', { hasText: '意外伤害' }).first().click();
  await phone.locator('main a', { hasText: '申请理赔' }).first().click();
  await check.fits(phone);
  await check.accessible(phone);
  await phone.locator('[name="event"][value="injury"]').check();
  const form = () => phone.locator('main form[method="post"]').first();
  const told = { from: ago(1 + (Number(run) % 4)), share: '5', what: `扭伤${run}`, bank: '建设银行', account: '62x' };
  await fill(form(), told);
  await press(phone, '保存');
  await check.says(phone, '8 至 30 位数字');
  check.equal(await phone.locator('[name="what"]').inputValue(), `扭伤${run}`, 'a refused form keeps what was typed');
  await shot(phone, 'insurance-refused');
  await fill(form(), { account: '6217001630001122334' });
  await press(phone, '保存');
  await check.at(phone, /^\/claims\/[0-9a-f-]+$/);
  await check.says(phone, '收集材料');
  await check.fits(phone);
  await check.accessible(phone);
  await shot(phone, 'insurance-claim-phone');
  const claim = new URL(phone.url()).pathname;

  await officer.goto(claim);
  for (const box of await officer.locator('main [name="paper"]').all()) await box.check();
  await press(officer, '保存收件情况');
  await check.says(officer, '材料已经齐全');
  await press(officer, '记录已报送');
  await officer.locator('[name="answer"][value="grant"]').check();
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'insurance-claim');
  await press(officer, '记录答复');
  await press(officer, '记录到账');
  await check.says(officer, '已到账');

  await phone.goto('/me/insurance');
  await check.says(phone, '已到账');
  await check.fits(phone);
  await shot(phone, 'insurance-own-paid');
}
