// Who may see and do what: a member, an auditor, a group leader, a stranger; and the two languages.

import { fill, formOf, held, json, look, mark, open, press, send } from '../lib/walk.mjs';

export default async function rights({ open: opened, account, check, signIn }) {
  await stranger(await opened(), { check });

  const member = await opened({ size: 'phone' });
  await signIn(member, account('member'));
  await asMember(member, { check });

  const auditor = await opened();
  await signIn(auditor, account('auditor'));
  await asAuditor(auditor, { check });

  const leader = await opened({ size: 'phone' });
  await signIn(leader, account('group_leader'));
  await asLeader(leader, { check });

  const chair = await opened();
  await signIn(chair, account('chair'));
  await languages(chair, { check });
  const phone = await opened({ size: 'phone' });
  await signIn(phone, account('chair'));
  await languages(phone, { check });
}

/** Whoever has not signed in is sent to do so, and then gets where they wanted to go. */
async function stranger(page, { check }) {
  for (const path of ['/', '/plans', '/register?period=2026', '/members', '/works/new?kind=visit', '/log', '/papers']) {
    await page.goto(path);
    await check.at(page, /^\/sign-in\?then=/);
    check.equal(new URL(page.url()).searchParams.get('then'), path);
  }
  await look(page, 'rights-stranger');
  const answer = await page.request.get('/members', { headers: { accept: 'application/json' }, maxRedirects: 0 });
  check.equal(answer.status(), 401, 'a program is told');
  check.equal((await page.goto('/no-such-page')).status(), 404);
  const away = await page.goto('/sign-in?then=//example.org/');
  check.equal(away.status(), 200);
  check.ok(!(await formOf(page, 'password').innerHTML()).includes('value="//example.org'), 'no way out to another host');
}

/** Doors that stay closed say so on a page of their own, and nowhere in the navigation. */
async function closed(page, { check }, paths) {
  for (const path of paths) {
    const response = await page.goto(path);
    check.equal(response.status(), 403, `${path} answers ${response.status()}`);
    check.equal(await page.locator(`nav a[href="${path}"]`).count(), 0, `no way leads to ${path}`);
  }
  await look(page);
  await check.says(page, '您现在的职务不包含这项工作');
}

/** What cannot be done by form cannot be done past the form either. */
async function cannot(page, { check }, path, form) {
  const origin = new URL(page.url()).origin;
  const answer = await page.request.post(path, { form, headers: { origin }, maxRedirects: 0 });
  check.equal(answer.status(), 403, `POST ${path} answers ${answer.status()}`);
}

async function asMember(page, { check }) {
  for (const path of ['/', '/plans', '/calendar', '/inbox', '/me/account', '/org']) await open(page, path);
  await look(page, 'rights-member');
  await closed(page, { check }, ['/register', '/register/facts', '/members', '/members/new', '/works/new', '/plans/new', '/accounts', '/log']);
  await cannot(page, { check }, '/works/new', { kind: 'visit', day: '2026-01-01', title: '会员代记', people: '1' });
  await cannot(page, { check }, '/members/new', { name: '无权' });
  await cannot(page, { check }, '/plans/new', { text: '一月份：1.开会。', year: '2027' });
  await open(page, '/search?q=lhm');
  check.equal(await page.locator('main a[href^="/members/"]').count(), 0, 'search shows no members either');
}

async function asAuditor(page, { check }) {
  const reads = ['/', '/plans', '/calendar', '/tasks', '/register', '/register/facts', '/register/periods', '/register/verified', '/log', '/members', '/org', '/summaries', '/papers', '/works'];
  for (const path of reads) await open(page, path);
  await open(page, '/log', { name: 'rights-auditor-log' });
  await closed(page, { check }, ['/works/new', '/plans/new', '/members/new', '/summaries/new', '/tasks/new', '/accounts']);
  await cannot(page, { check }, '/works/new', { kind: 'visit', day: '2026-01-01', title: '经审代记', people: '1' });
  await cannot(page, { check }, '/register/periods', { period: '2025-01' });
  await cannot(page, { check }, '/summaries/new', { year: '2026' });

  const { facts } = await json(page, '/register/facts');
  await open(page, `/register/facts/${facts[0].id}`);
  check.equal(await page.locator('textarea[name="why"]').count(), 0, 'an auditor reverses nothing');
  const { works } = await json(page, '/works');
  if (works.length > 0) {
    await open(page, `/works/${works[0].id}`);
    check.equal(await page.locator('main a[href$="/edit"], main a[href$="/withdraw"]').count(), 0, 'nor corrects');
  }
}

async function asLeader(page, { check }) {
  const title = `看望本组老师 ${mark()}`;
  await open(page, '/', { name: 'rights-leader-today' });
  await page.goto('/works/new?kind=visit');
  await look(page, 'rights-leader-record');
  await fill(page, { title, people: '1', money: '200' });
  check.equal(await send(page, 'title'), 200);
  await check.at(page, /^\/works\/[0-9a-f-]+$/);
  await look(page, 'rights-leader-work');
  await press(page, page.locator('main a[href$="/edit"]'));
  check.equal(await held(page, 'title'), title, 'one corrects what one recorded');
  await open(page, '/register', { name: 'rights-leader-register' });
  await open(page, '/members', { name: 'rights-leader-members' });
  await closed(page, { check }, ['/members/new', '/plans/new', '/accounts', '/log', '/handover', '/summaries/new']);
}

/** One link changes the language of the page one is on, and of those after it. */
async function languages(page, { check }) {
  for (const path of ['/', '/calendar', '/plans', '/register', '/members']) {
    await page.goto(path);
    await change(page, 'en');
    check.equal(new URL(page.url()).pathname, path, 'the page stays');
    await look(page, `rights-en${path.replaceAll('/', '-')}${page.viewportSize().width}`, { lang: 'en' });
    await open(page, path, { lang: 'en' });
    await change(page, 'zh');
    await look(page);
  }
}

async function change(page, lang) {
  await page.locator('details.self > summary').click();
  await press(page, page.locator(`a.language[lang^="${lang}"]`));
}
