// From the poster to a member with an account: a stranger applies on a phone, the group speaks, the committee approves, and
// the stranger opens an account with the receipt.

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** Signs of given names, so that every run brings another applicant. */
const GIVEN = '若静文雅晓雨佳思梦晨';

/** A resident's number with the right last sign, another in every run. */
function resident() {
  const two = (n) => String(n).padStart(2, '0');
  const now = new Date();
  const born = `19${80 + (now.getSeconds() % 20)}${two(1 + (now.getHours() % 12))}${two(1 + (now.getMinutes() % 28))}`;
  const body = `110105${born}${String(now.getMilliseconds()).padStart(3, '0')}`;
  const sum = [...body].reduce((all, digit, at) => all + Number(digit) * WEIGHTS[at], 0);
  return body + '10X98765432'[sum % 11];
}

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

export default async function joining({ open, account, check, shot, signIn }) {
  const run = String(Date.now()).slice(-8);
  const number = resident();
  const name = `欧阳${GIVEN[run[6]]}${GIVEN[run[7]]}`;

  const officer = await open();
  await signIn(officer, account('officer'));
  await officer.goto('/applications');
  await officer.locator('main a[href="/applications/way"]').click();
  await check.visible(officer.locator('svg.qr'));
  await check.fits(officer);
  await check.accessible(officer);
  await shot(officer, 'joining-way');
  const address = new URL(await officer.locator('main .way a').first().getAttribute('href'));
  await officer.locator('main a[href="/applications/poster"]').click();
  await check.visible(officer.locator('svg.qr'));
  await check.says(officer, address.href);
  await check.frame(officer, 'zh');
  await shot(officer, 'joining-poster');

  const phone = await open({ size: 'phone' });
  await phone.goto(address.pathname);
  await check.frame(phone, 'zh');
  await check.fits(phone);
  await check.accessible(phone);
  await shot(phone, 'joining-form');
  await fill(phone, { name, phone: `139${run}`, id_number: number.slice(0, 17) + (number[17] === '1' ? '2' : '1') });
  await phone.locator('[name="agree"]').check();
  await phone.locator('[name="agree_number"]').check();
  await press(phone, '送出申请');
  await check.says(phone, '最后一位校验不符');
  check.equal(await phone.locator('[name="name"]').inputValue(), name, 'a refused form keeps what was typed');
  await check.fits(phone);
  await shot(phone, 'joining-refused');
  await fill(phone, { id_number: number, employment: 'dispatched', job: '保洁', hired: '2025-09-01' });
  const group = phone.locator('[name="group"]');
  await group.selectOption({ label: '行政后勤组' });
  const form = phone.locator('main form[method="post"]').first();
  const sent = await form.evaluate((element) => Object.fromEntries(new FormData(element)));
  const started = Date.now();
  await press(phone, '送出申请');
  await check.at(phone, /^\/applied\/[0-9A-Z-]{19}$/);
  check.ok(Date.now() - started < 10_000, 'sending is quick');
  await check.says(phone, '待审批');
  await check.fits(phone);
  await check.accessible(phone);
  await shot(phone, 'joining-receipt');
  const receipt = new URL(phone.url()).pathname;
  const again = await phone.request.post(address.pathname, { form: sent, maxRedirects: 0 });
  check.equal(again.status(), 303);
  check.equal(again.headers().location, receipt, 'the same form sent again leads to the same receipt');

  const leader = await open({ size: 'phone' });
  await signIn(leader, account('group_leader'));
  await leader.goto('/applications');
  await check.fits(leader);
  await shot(leader, 'joining-list-phone');
  check.equal(await leader.locator('main a', { hasText: name }).count(), 1, 'sent twice, there once');
  await leader.locator('main a', { hasText: name }).first().click();
  await check.fits(leader);
  await check.accessible(leader);
  await shot(leader, 'joining-opinion');
  await press(leader, '记下意见');
  await check.says(leader, '同意入会');

  const chair = await open();
  await signIn(chair, account('chair'));
  await chair.goto('/inbox');
  await check.says(chair, /份入会申请等待审批/);
  await chair.locator('main a', { hasText: '份入会申请等待审批' }).click();
  await check.at(chair, /^\/applications$/);
  await check.accessible(chair);
  await shot(chair, 'joining-list');
  await chair.locator('main a', { hasText: name }).first().click();
  await check.fits(chair);
  await check.accessible(chair);
  await shot(chair, 'joining-application');
  await fill(chair, { basis: '工会委员会会议通过' });
  await press(chair, '批准入会');
  await check.says(chair, '已批准入会');
  const application = new URL(chair.url()).pathname;
  await chair.goto(`${application}/print`);
  await check.says(chair, '工会会员入会申请表');
  await shot(chair, 'joining-print');
  await chair.goto(`${application}/welcome`);
  await check.says(chair, '欢迎加入工会');
  await shot(chair, 'joining-welcome');

  const member = await open({ size: 'phone' });
  await member.goto('/applied');
  await fill(member, { code: receipt.split('/').pop() });
  await member.locator('main button[type="submit"]').click();
  await check.says(member, '已经批准');
  await check.fits(member);
  await shot(member, 'joining-approved');
  await member.locator('main a', { hasText: '开通账户' }).click();
  await fill(member, { sign_name: `ruoxi${run}`, password: `Chunfeng-${run}` });
  await member.locator('main button[type="submit"]').click();
  await check.at(member, /^\/sign-in/);
  await signIn(member, { name: `ruoxi${run}`, password: `Chunfeng-${run}` });
  check.equal(await member.locator('body').getAttribute('data-who'), name, 'signed in as the new member');
  await shot(member, 'joining-member');
}
