import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import { faultsOf, openBrowser, shoot } from './chromium.js';

const product = useProduct();
const password = 'mười con mèo ngủ trưa';

/** A class from both sides of the room: who leads it and a learner, each in a browser of their own. */
describe('a class in the browser', () => {
  let browser: Browser;
  let lead: Page;
  let learner: Page;
  let faults: string[];
  let link: string;
  const contexts: BrowserContext[] = [];

  async function open(locale: string): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  }

  beforeAll(async () => {
    browser = await openBrowser();
    lead = await open('en-US');
    learner = await open('vi-VN');
    faults = faultsOf(contexts[0]!);
  });
  afterAll(() => browser?.close());

  it('is made from a scenario, with a link to join', async () => {
    await lead.goto(await product().adminLink());
    await lead.getByRole('link', { name: 'One box' }).click();
    await lead.getByRole('button', { name: 'Make a class of this scenario' }).click();
    link = await lead.getByLabel('Link to join the class').inputValue();
    expect(link).toMatch(/\/exercises\/[a-z0-9]+$/);
    await lead.getByText('Nobody has joined yet.').waitFor();
  });

  it('lets in a learner who was invited: the form keeps what was typed when it is refused', async () => {
    const admin = await contexts[0]!.newPage();
    await admin.goto(`${product().url}/admin`);
    await admin.getByLabel('For how many people').fill('0');
    await admin.getByRole('button', { name: 'Make an invitation link' }).click();
    await admin.getByText('A number from 1 to 1000.').waitFor();
    await admin.getByLabel('For how many people').fill('30');
    await admin.getByRole('button', { name: 'Make an invitation link' }).click();
    const invitation = await admin.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    await shoot(admin, 'class-1-admin');
    await admin.close();
    await learner.goto(invitation);
    await learner.getByLabel('Tên đăng nhập').fill('admin');
    await learner.getByLabel('Tên hiển thị').fill('Nguyễn Thị Lan');
    await learner.getByLabel('Mật khẩu').fill(password);
    await learner.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await learner.getByText('Tên đăng nhập này đã có người dùng.').waitFor();
    expect(await learner.getByLabel('Tên hiển thị').inputValue()).toBe('Nguyễn Thị Lan');
    await learner.getByLabel('Tên đăng nhập').fill('lan');
    await learner.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await learner.getByRole('heading', { level: 1, name: 'Thao trường' }).waitFor();
    expect(await learner.getByRole('link', { name: 'Quản trị' }).count()).toBe(0);
  });

  it('is joined by its link, and both sides see it at once', async () => {
    await learner.goto(link);
    await learner.getByRole('button', { name: 'Vào lớp này' }).click();
    await learner.getByText('Lớp chưa mở.').waitFor();
    await lead.getByRole('rowheader', { name: 'Nguyễn Thị Lan' }).waitFor();
  });

  it('is entered straight from an invitation that is made in it', async () => {
    await lead.getByText('Learners without an account?').click();
    await lead.getByRole('button', { name: 'Make an invitation link' }).click();
    const invitation = await lead.getByRole('textbox', { name: 'Invitation link' }).inputValue();
    const newcomer = await open('vi-VN');
    await newcomer.goto(invitation);
    await newcomer.getByLabel('Tên đăng nhập').fill('Văn Minh');
    await newcomer.getByLabel('Mật khẩu').fill(password);
    await newcomer.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await newcomer.getByText('không có dấu cách').waitFor();
    await newcomer.getByLabel('Tên đăng nhập').fill('van.minh');
    await newcomer.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await newcomer.getByRole('button', { name: 'Vào lớp này' }).waitFor();
    expect(newcomer.url()).toBe(link);
  });

  it('opens: the learner starts a range, whose state the table shows', async () => {
    await lead.getByRole('button', { name: 'Open the class' }).click();
    await learner.getByRole('button', { name: 'Khởi động thao trường' }).click();
    await learner.getByText('Đã kết nối.').waitFor({ timeout: 60_000 });
    await lead
      .getByRole('row', { name: /Nguyễn Thị Lan/ })
      .getByText('Ready')
      .waitFor();
    await shoot(lead, 'class-2-lead');
    await shoot(learner, 'class-3-learner');
  });

  it('lets who leads look at a team and its terminal, but not answer for it', async () => {
    await lead.getByRole('button', { name: 'Look' }).click();
    await lead.getByText('Connected.').waitFor();
    await lead.getByRole('tab', { name: 'Tasks' }).click();
    expect(await lead.getByRole('button', { name: 'Submit' }).count()).toBe(0);
  });

  it("asks before a learner's machines are built anew", async () => {
    const row = lead.getByRole('row', { name: /Nguyễn Thị Lan/ });
    await row.getByRole('button', { name: 'Build anew' }).click();
    await lead.getByRole('alertdialog', { name: 'Build the range of Nguyễn Thị Lan anew?' }).waitFor();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await row.getByText('Ready').waitFor();
  });

  it('keeps a stranger to the learners out', async () => {
    const stranger = await open('vi-VN');
    await stranger.goto(link);
    await stranger.getByRole('heading', { level: 1, name: 'Đăng nhập' }).waitFor();
    expect(new URL(stranger.url()).searchParams.get('next')).toBe(new URL(link).pathname);
  });

  it('finishes for everyone', async () => {
    await lead.getByRole('button', { name: 'Finish' }).click();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
    await learner.getByText('Bài tập đã kết thúc.').waitFor();
    await until('no range is left', async () => (await product().made('ranges')).length === 0, 60_000);
    expect(faults).toEqual([]);
  });
});

describe('a range that cannot be built', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser?.close());

  it('tells why, and can be tried again', async () => {
    const page = await (await browser.newContext({ locale: 'en-US' })).newPage();
    await page.goto(await product().adminLink());
    await page.getByRole('link', { name: 'Broken box' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    const why = page.getByRole('alert').filter({ hasText: 'The range could not be built.' });
    await why.waitFor({ timeout: 60_000 });
    expect((await why.locator('.reason').innerText()).length).toBeGreaterThan(10);
    await shoot(page, 'failed');
    await page.getByRole('button', { name: 'Try again' }).click();
    await why.waitFor({ state: 'detached' });
    await why.waitFor({ timeout: 60_000 });
  });
});
