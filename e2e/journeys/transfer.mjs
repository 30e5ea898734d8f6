// A member moves between two unions of one installation: the one sends, the other finds it in the inbox and accepts, and the first
// sees that the member has moved out.

/** Fills in the controls of these names. */
async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) {
    const control = page.locator(`main [name="${name}"]:not([type="hidden"])`).first();
    const kind = await control.evaluate((element) => element.tagName);
    if (kind === 'SELECT') await control.selectOption(value);
    else await control.fill(value);
  }
}

/** Presses a button of the main part, and waits for the page that answers. */
async function press(page, name) {
  const button = page.locator('main button[type="submit"]:visible', { hasText: name }).first();
  await Promise.all([page.waitForResponse((answer) => answer.request().method() === 'POST'), button.click()]);
  await page.waitForLoadState();
}

/** Looks again until the page says it: a job of the server brings letters. */
async function until(page, path, wanted) {
  for (let turn = 0; turn < 40; turn += 1) {
    await page.goto(path);
    if ((await page.locator('main').innerText()).includes(wanted)) return;
    await page.waitForTimeout(500);
  }
  throw new Error(`${path} does not come to say ${wanted}`);
}

export default async function transfer({ open, account, check, shot, signIn }) {
  const run = String(Date.now()).slice(-8);
  const school = `第${run}中学工会`;
  const name = `邹${'若静文雅晓雨佳思梦晨'[run[6]]}${'若静文雅晓雨佳思梦晨'[run[7]]}`;

  const chair = await open();
  await signIn(chair, account('chair'));
  await chair.goto('/org/tree');
  const found = await chair.locator('main a[href$="/found"]').first().getAttribute('href');
  await chair.goto(found);
  await fill(chair, { name: school, kind: 'grassroots', basis: '批复〔2026〕2号', chair: '王芳' });
  await press(chair, '');
  const said = await chair.locator('main').innerText();
  const code = /[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}/.exec(said)?.[0];
  check.ok(code, 'the new chair gets a code');

  const other = await open({ size: 'phone' });
  await other.goto(`/join/${code}`);
  await fill(other, { sign_name: `wang${run}`, password: `Gonghui-${run}` });
  await press(other, '');
  await signIn(other, { name: `wang${run}`, password: `Gonghui-${run}` });

  await chair.goto('/members/new');
  await fill(chair, { name, phone: `137${run}` });
  await press(chair, '');
  await chair.locator('main a[href$="/move"]').click();
  await fill(chair, { dues_until: '十一月', reason: '工作调动' });
  await chair.locator('[name="to"]').selectOption({ label: school });
  await check.fits(chair);
  await check.accessible(chair);
  await press(chair, '发出转接');
  await check.says(chair, '请写年和月');
  await fill(chair, { dues_until: '2026-11' });
  await press(chair, '发出转接');
  await check.says(chair, '转接已发出');
  await shot(chair, 'transfer-sent');
  const page = new URL(chair.url()).pathname;

  await until(other, page, '接收入会');
  await other.goto('/inbox');
  await check.says(other, name);
  await other.goto(page);
  await check.says(other, name);
  await check.fits(other);
  await check.accessible(other);
  await shot(other, 'transfer-received');
  await press(other, '接收入会');
  await check.says(other, '会员已转入');
  await check.fits(other);

  await until(chair, page, `${school}已接收`);
  await check.accessible(chair);
  await shot(chair, 'transfer-accepted');
  await chair.goto(`${page}/slip`);
  await check.says(chair, '会费交至2026年11月');
  await check.fits(chair);
  await shot(chair, 'transfer-slip');
  await other.goto('/letters');
  await check.says(other, name);
  await check.fits(other);
  await shot(other, 'transfer-letters');
}
