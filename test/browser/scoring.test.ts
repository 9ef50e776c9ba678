import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { useProduct } from '../support/use-product.js';
import { faultsOf, openBrowser, shoot } from './chromium.js';

const product = useProduct({ scenarios: resolve(import.meta.dirname, 'scenarios') });
const password = 'mười con mèo ngủ trưa';

/** What moves a score, from both sides of the room; no machine is needed for it. */
describe('scoring in the browser', () => {
  let browser: Browser;
  let lead: Page;
  let hall: Page;
  let learner: Page;
  let faults: string[];
  let exercise: string;
  let minh: Player;
  const contexts: BrowserContext[] = [];
  const task = (id: string) => learner.locator(`[data-task="${id}"]`);
  const scoreIs = (score: number) =>
    learner.getByText(`Điểm: ${score} trên 100`, { exact: true }).waitFor({ state: 'attached' });

  async function open(locale: string): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  }

  async function answer(id: string, text: string): Promise<void> {
    await task(id).getByLabel('Đáp án').fill(text);
    await task(id).getByRole('button', { name: 'Nộp' }).click();
  }

  beforeAll(async () => {
    browser = await openBrowser();
    lead = await open('en-US');
    learner = await open('vi-VN');
    faults = contexts.flatMap(faultsOf);
  });
  afterAll(() => browser?.close());

  it('begins with a class that two learners join', async () => {
    await lead.goto(await product().adminLink());
    await lead.getByRole('link', { name: 'Counted points' }).click();
    await lead.getByRole('button', { name: 'Make a class of this scenario' }).click();
    exercise = new URL(await lead.getByLabel('Link to join the class').inputValue()).pathname;
    await lead.getByText('Learners without an account?').click();
    await lead.getByRole('button', { name: 'Make an invitation link' }).click();
    await learner.goto(await lead.getByRole('textbox', { name: 'Invitation link' }).inputValue());
    await learner.getByLabel('Tên đăng nhập').fill('lan');
    await learner.getByLabel('Tên hiển thị').fill('Nguyễn Thị Lan');
    await learner.getByLabel('Mật khẩu').fill(password);
    await learner.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await learner.getByRole('button', { name: 'Vào lớp này' }).click();
    minh = await Player.of(product(), 'minh');
    await minh.join(exercise.split('/').at(-1)!);
    await lead.getByRole('button', { name: 'Open the class' }).click();
    await task('port').getByLabel('Đáp án').waitFor();
  });

  it('makes a learner wait after a wrong answer, and counts the seconds', async () => {
    await answer('port', '23');
    await task('port')
      .getByText(/Bạn có thể trả lời lại sau \d giây/)
      .waitFor();
    expect(await task('port').getByRole('button', { name: 'Nộp' }).isDisabled()).toBe(true);
    expect(await task('port').getByLabel('Đáp án').inputValue()).toBe('23');
    await task('port')
      .getByText(/trả lời lại sau/)
      .waitFor({ state: 'detached', timeout: 8_000 });
    await answer('port', '22');
    await scoreIs(20);
  });

  it('sells the solution of a task at its whole price, after saying yes', async () => {
    await task('name')
      .getByRole('button', { name: /^Lời giải/ })
      .click();
    await learner.getByRole('alertdialog').getByText('Lời giải có giá 50 điểm').waitFor();
    await learner.getByRole('alertdialog').getByRole('button', { name: 'Thôi' }).click();
    expect(await task('name').getByText('theo tên tác giả').count()).toBe(0);
    await task('name')
      .getByRole('button', { name: /^Lời giải/ })
      .click();
    await learner.getByRole('alertdialog').getByRole('button', { name: 'Mở với giá 50 điểm' }).click();
    await task('name').getByText('theo tên tác giả').waitFor();
  });

  it('shows the board live in a hall, whole screen and telephone', async () => {
    await minh.answer('year', '1988');
    hall = await contexts[0]!.newPage();
    await hall.setViewportSize({ width: 1920, height: 1080 });
    await hall.goto(`${product().url}${exercise}/hall`);
    await hall.getByRole('row', { name: /1 .*minh/ }).waitFor();
    expect(await hall.getByRole('banner').count()).toBe(0);
    expect(await hall.locator('.chart path').count()).toBeGreaterThanOrEqual(2);
    await minh.answer('port', '22');
    await hall.getByRole('row', { name: /minh.*2 \/ 3.*50/ }).waitFor();
    await shoot(hall, 'scoring-1-hall');
    for (const colorScheme of ['light', 'dark'] as const) {
      await hall.setViewportSize({ width: 360, height: 740 });
      await hall.emulateMedia({ colorScheme });
      expect(await hall.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await shoot(hall, `scoring-1-hall-telephone-${colorScheme}`);
    }
    await hall.emulateMedia({ colorScheme: null });
    await hall.setViewportSize({ width: 1920, height: 1080 });
  });

  it('explains every point to the learner in their language', async () => {
    await learner.getByRole('tab', { name: 'Điểm', exact: true }).click();
    const entries = learner.locator('.ledger-entry');
    await entries.filter({ hasText: '+20' }).getByText('Cổng dịch vụ').waitFor();
    await shoot(learner, 'scoring-2-ledger');
    await learner.getByRole('tab', { name: 'Nhiệm vụ' }).click();
  });

  it('pauses for everyone: what is being typed stays and cannot be sent, until it goes on', async () => {
    await task('year').getByLabel('Đáp án').fill('19');
    await lead.getByRole('link', { name: 'Lead', exact: true }).click();
    await lead.getByRole('button', { name: 'Pause' }).click();
    await learner.getByText('Đang tạm dừng: đồng hồ').waitFor();
    await task('year').getByLabel('Đáp án').pressSequentially('88');
    await learner.keyboard.press('Enter');
    expect(await task('year').getByLabel('Đáp án').inputValue()).toBe('1988');
    expect(await task('year').getByRole('button', { name: 'Nộp' }).isDisabled()).toBe(true);
    await shoot(learner, 'scoring-3-paused', 'window');
    await lead.getByRole('button', { name: 'Resume the exercise' }).click();
    await learner.getByText('Đang tạm dừng: đồng hồ').waitFor({ state: 'detached' });
    await task('year').getByRole('button', { name: 'Nộp' }).click();
    await task('year').getByText('Đúng rồi').waitFor();
  });

  it('lets the clock run faster for who leads', async () => {
    await lead.getByLabel('Speed').fill('61');
    await lead.getByRole('button', { name: 'Set the speed' }).click();
    await lead.getByText('A clock runs at 0.25 to 60 times').waitFor();
    await lead.getByLabel('Speed').fill('2');
    await lead.getByRole('button', { name: 'Set the speed' }).click();
    await learner.getByText('Thời gian × 2').waitFor();
  });

  it('mends the rules only after the difference was shown', async () => {
    await lead.getByRole('tab', { name: 'Rules' }).click();
    const rule = lead.locator('[data-task="year"]');
    await rule.getByText('The year').click();
    await rule.getByLabel('Points').fill('40');
    await lead.getByRole('textbox', { name: 'Reason', exact: true }).fill('It was harder than thought.');
    await lead.getByRole('button', { name: 'Show the difference' }).click();
    await lead.getByRole('row', { name: /Nguyễn Thị Lan.*The year: 30 → 40/ }).waitFor();
    await shoot(lead, 'scoring-4-rules');
    await lead.getByRole('button', { name: 'Mend the rules' }).click();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Mend the rules' }).click();
    await lead.getByText('It was harder than thought.').waitFor();
    await hall.getByRole('row', { name: /minh.*60/ }).waitFor();
  });

  it('gives the class a deadline, and one team more time: each sees their own', async () => {
    await lead.getByRole('tab', { name: 'Course' }).click();
    await lead.getByLabel('Deadline').fill('soon');
    await lead.getByRole('button', { name: 'Set these times' }).click();
    await lead.getByText('Such as 90m, 2h, 7d or 2026-12-01 17:00.').waitFor();
    await lead.getByLabel('Deadline').fill('1h');
    await lead.getByLabel('Taken off late work, in percent').fill('20');
    await lead.getByRole('button', { name: 'Set these times' }).click();
    await lead.getByText('Set.', { exact: true }).waitFor();
    await shoot(lead, 'scoring-5-course');
    await learner.getByText('Còn lại đến hạn').waitFor();
    await learner.getByText(/^5\d:\d\d$/).waitFor();
    await lead.getByRole('tab', { name: 'People' }).click();
    const extensions = lead.getByRole('region', { name: 'Extensions' });
    await extensions.getByLabel('Team').selectOption({ label: 'Nguyễn Thị Lan' });
    await lead.getByLabel('More time').fill('2h');
    await lead.getByRole('button', { name: 'Put the deadline off' }).click();
    await lead.getByText('Nguyễn Thị Lan: 2 hr more').waitFor();
    await learner.getByText(/^2:5\d:\d\d$/).waitFor();
  });

  it('takes a roster as it is pasted, and names who has no account', async () => {
    await lead.getByLabel('User names').fill('username,group\nlan,A\nnobody.here,B');
    await lead.getByRole('button', { name: 'Add to the roster' }).click();
    await lead
      .getByText(/nobody\.here/)
      .first()
      .waitFor();
    await lead.getByLabel('User names').fill('username,group\nlan,A\nminh,B');
    await lead.getByRole('button', { name: 'Add to the roster' }).click();
    await lead.getByRole('row', { name: /lan .*Joined/ }).waitFor();
    await shoot(lead, 'scoring-6-people');
  });

  it('has the grades as a table and as a file', async () => {
    await lead.getByRole('tab', { name: 'Grades' }).click();
    await lead.getByRole('row', { name: /Nguyễn Thị Lan lan 20 40 0 .*60/ }).waitFor();
    await shoot(lead, 'scoring-7-grades');
    const saved = lead.waitForEvent('download');
    await lead.getByRole('link', { name: 'Download as CSV' }).click();
    const path = await (await saved).path();
    expect(await readFile(path, 'utf8')).toMatch(/lan,20,40,/);
  });

  it('reports what looks odd, with evidence, and leaves the points alone', async () => {
    const odd = 'the great worm of ithaca 1987';
    await learner.getByRole('tab', { name: 'Nhiệm vụ' }).click();
    await answer('name', odd);
    await task('name').getByText('Chưa đúng').waitFor();
    await minh.answer('name', odd);
    await lead.getByRole('tab', { name: 'Integrity' }).click();
    const finding = lead.locator('.finding').filter({ hasText: 'The same odd wrong answer' });
    await finding.getByText('minh').first().waitFor();
    await shoot(lead, 'scoring-8-integrity');
  });

  it('fits on a telephone and is all there in Vietnamese', async () => {
    await lead.setViewportSize({ width: 360, height: 740 });
    await lead.getByRole('button', { name: 'Tiếng Việt' }).click();
    for (const part of ['Tiến trình', 'Học viên', 'Bảng điểm lớp', 'Quy tắc', 'Tính trung thực']) {
      await lead.getByRole('tab', { name: part }).click();
      expect(await lead.evaluate('document.documentElement.scrollWidth'), part).toBeLessThanOrEqual(360);
    }
    await lead.emulateMedia({ colorScheme: 'dark' });
    await shoot(lead, 'scoring-9-telephone-dark');
  });

  it('met no error on the way', () => {
    expect(faults.filter((fault) => !/40[09]|429/.test(fault))).toEqual([]);
  });
});
