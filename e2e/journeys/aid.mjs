// Collections, education aid and pairs: an officer takes a branch's list in and looks at what members see; a member applies for a
// child on the phone, with a guardian's consent or not at all; a helper fills in a record card in a minute.

/** Fills in the controls of these names within the main part. */
async function fill(page, values) {
  const form = page.locator('main form[method="post"]').first();
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

/** Looks at a page: it fits, can be read by everybody, and is kept as a picture. */
async function look(page, { check, shot }, name) {
  await check.fits(page);
  await check.accessible(page);
  await shot(page, name);
}

export default async function aid({ open, account, check, shot, signIn }) {
  const run = String(Date.now()).slice(-6);
  const eyes = { check, shot };
  const officer = await open();
  await signIn(officer, account('officer'));
  await officer.goto('/collections');
  await check.says(officer, '慈善一日捐');
  await look(officer, eyes, 'collections');
  await officer.locator('main table a', { hasText: '为患病家属募捐' }).first().click();
  await check.says(officer, '支出明细');
  await check.says(officer, '程**');
  await look(officer, eyes, 'collection');
  const collection = new URL(officer.url()).pathname;

  await officer.goto(`${collection}/list`);
  await fill(officer, { lines: `匿名 ${run.slice(-2)}.5\n没有这个人 20` });
  await press(officer, '登记');
  await check.says(officer, '第 2 行');
  const kept = await officer.locator('[name="lines"]').inputValue();
  check.equal(kept.includes('没有这个人'), true, 'a refused list keeps what was typed');
  await look(officer, eyes, 'collection-list-refused');
  await fill(officer, { lines: `匿名 ${run.slice(-2)}.5` });
  await press(officer, '登记');
  await check.says(officer, '名单已登记');

  await officer.goto('/aids');
  await check.says(officer, '临时救助');
  await look(officer, eyes, 'aid');
  await officer.locator('main table a').first().click();
  await check.says(officer, '****');
  await look(officer, eyes, 'aid-case');
  await officer.goto('/aid_kinds');
  await look(officer, eyes, 'aid-kinds');
  await officer.goto('/aid_rounds');
  await officer.locator('main table a', { hasText: '金秋助学' }).first().click();
  await check.says(officer, '每名学生每学年上限');
  await look(officer, eyes, 'aid-round');

  const phone = await open({ size: 'phone' });
  await signIn(phone, account('member'));
  await phone.goto('/me/collections');
  await look(phone, eyes, 'collections-own');
  await phone.locator('main a', { hasText: '为患病家属募捐' }).first().click();
  await check.says(phone, '第一笔治疗费');
  await look(phone, eyes, 'collection-own');
  await phone.goto('/me/aid');
  await look(phone, eyes, 'aid-own');
  await phone.locator('main a', { hasText: '金秋助学' }).first().click();
  await fill(phone, { child: `孩子${run}`, school: '市第一中学' });
  await phone.locator('[name="stage"]').selectOption('higher');
  await press(phone, '提交申请');
  await check.says(phone, '没有监护人同意');
  check.equal(await phone.locator('[name="child"]').inputValue(), `孩子${run}`, 'a refused form keeps what was typed');
  await look(phone, eyes, 'aid-round-own-refused');
  await phone.locator('[name="consent"]').check();
  await press(phone, '提交申请');
  await check.says(phone, '申请已收到');

  const helper = await open({ size: 'phone' });
  await signIn(helper, account('group_leader'));
  await helper.goto('/me/pairs');
  await look(helper, eyes, 'pairs-own');
  await helper.locator('main ul a').first().click();
  await helper.locator('main a', { hasText: '记一张卡' }).first().click();
  await fill(helper, { talk: `聊了近况${run}`, help: '帮忙接送孩子' });
  await look(helper, eyes, 'pair-card');
  await press(helper, '保存');
  await check.says(helper, `聊了近况${run}`);
  await look(helper, eyes, 'pair');
  await helper.locator('main a', { hasText: '结对帮扶记录卡' }).first().click();
  await check.says(helper, '帮扶人（签字）');
  await shot(helper, 'pair-print');
}
