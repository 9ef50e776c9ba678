import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { useProduct } from '../support/use-product.js';
import { faultsOf, openBrowser, shoot } from './chromium.js';

const product = useProduct({ scenarios: resolve(import.meta.dirname, 'scenarios') });
const password = 'mười con mèo ngủ trưa';

/** A class that is graded, from the roster to the archive, seen from both sides of the room. */
describe('a lesson in the browser', () => {
  let browser: Browser;
  let lead: Page;
  let learner: Page;
  let faults: string[];
  let path: string;
  let teacher: Player;
  let lan: Player;
  const contexts: BrowserContext[] = [];
  const task = (id: string) => learner.locator(`[data-task="${id}"]`);
  const tab = (page: Page, name: string) => page.getByRole('tab', { name, exact: true }).click();
  const scoreIs = (score: number) =>
    learner.getByText(`Điểm: ${score} trên 100`, { exact: true }).waitFor({ state: 'attached' });

  async function open(locale: string): Promise<Page> {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    contexts.push(context);
    return context.newPage();
  }

  /** Keeps the page as it is on a telephone, in both schemes, once nothing sticks out at its side. */
  async function shootSmall(page: Page, name: string): Promise<void> {
    await page.setViewportSize({ width: 360, height: 740 });
    expect(await page.evaluate('document.documentElement.scrollWidth'), name).toBeLessThanOrEqual(360);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shoot(page, `${name}-telephone-dark`);
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 1280, height: 800 });
  }

  beforeAll(async () => {
    browser = await openBrowser();
    lead = await open('en-US');
    learner = await open('vi-VN');
    faults = contexts.flatMap(faultsOf);
    teacher = await Player.of(product(), 'admin', 'admin');
  });
  afterAll(() => browser?.close());

  it('awaits a learner by its roster: they see when it opens, and join in one step', async () => {
    await lead.goto(await product().adminLink());
    await lead.getByRole('link', { name: 'A graded lesson' }).click();
    await lead.getByRole('button', { name: 'Make a class of this scenario' }).click();
    path = new URL(await lead.getByLabel('Link to join the class').inputValue()).pathname;
    teacher.exercise = path.split('/').at(-1)!;
    const { url } = await teacher.api.post<{ url: string }>('/invitations', {});
    await learner.goto(url);
    await learner.getByLabel('Tên đăng nhập').fill('lan');
    await learner.getByLabel('Tên hiển thị').fill('Nguyễn Thị Lan');
    await learner.getByLabel('Mật khẩu').fill(password);
    await learner.getByRole('button', { name: 'Tạo tài khoản' }).click();
    await learner.getByText('Chưa có bài nào').waitFor();
    const opensAt = new Date(Date.now() + 3_600_000).toISOString();
    await teacher.api.post(`/exercises/${teacher.exercise}/roster`, { usernames: ['lan'] });
    await teacher.api.post(`/exercises/${teacher.exercise}/schedule`, { opensAt });
    await learner.reload();
    await learner.getByText(/Mở lúc/).waitFor();
    await shoot(learner, 'lesson-1-awaited');
    await shootSmall(learner, 'lesson-1-awaited');
    await learner.getByRole('button', { name: 'Vào lớp này' }).click();
    await learner.getByText('Lớp chưa mở.').waitFor();
  });

  it('opens by itself in front of the learner', async () => {
    const opensAt = new Date(Date.now() + 2_000).toISOString();
    await teacher.api.post(`/exercises/${teacher.exercise}/schedule`, { opensAt });
    await learner.getByRole('button', { name: 'Khởi động thao trường' }).click();
    lan = await Player.of(product(), 'lan');
    const view = await lan.api.get<{ you: { teams: string[] } }>(`/exercises/${teacher.exercise}`);
    [lan.exercise, lan.team] = [teacher.exercise, view.you.teams[0]!];
    await learner.getByText('Đã kết nối.').waitFor({ timeout: 60_000 });
  });

  it('counts before the eyes how long a check has held', async () => {
    await lan.run('box', 'touch /root/slow');
    await task('mend').getByRole('button', { name: 'Kiểm tra' }).click();
    await task('mend').getByText('Không kiểm tra được; bạn không mất gì.').waitFor();
    await shoot(learner, 'lesson-2-unclear');
    await lan.run('box', 'rm /root/slow; touch /root/mended');
    await task('mend').getByRole('button', { name: 'Kiểm tra' }).click();
    await task('mend').getByText('Giờ phải giữ được như vậy trong 3 nhịp').waitFor();
    await teacher.api.post(`/exercises/${teacher.exercise}/clock`, { speed: 5 });
    await task('mend')
      .getByText(/Đã giữ được [12] trên 3 nhịp/)
      .waitFor();
    await shoot(learner, 'lesson-3-held');
    await scoreIs(30);
  });

  it('shows who leads what could not be checked, and how a service was kept up', async () => {
    await lan.run('box', 'rm /srv/www/index.html');
    const stands = (state: string) =>
      learner.locator('[data-service="page"] > .badge', { hasText: state }).waitFor();
    await stands('Ngừng');
    await lan.run('box', 'echo welcome >/srv/www/index.html');
    await stands('Hoạt động');
    await lead.getByRole('button', { name: 'Look' }).click();
    await lead.getByRole('cell', { name: 'The page: Up' }).waitFor();
    const page = lead.locator('[data-service="page"]');
    await page.getByText(/Up [\d.]+ %, agreed 99 %/).waitFor();
    await page.getByText(/ticks? (was|were) not well/).click();
    await page
      .getByText(/status 404/)
      .first()
      .waitFor();
    await shoot(lead, 'lesson-4-services');
    await shootSmall(lead, 'lesson-4-services');
    await lead.getByRole('link', { name: 'Lead', exact: true }).click();
    await tab(lead, 'Not checked');
    await lead.getByText(/the box is mended: .*did not end within 1 s/).waitFor();
    await shoot(lead, 'lesson-5-unclear');
  });

  it('takes a report, has it graded, and tells the learner what for', async () => {
    const file = { name: 'bao-cao.md', mimeType: 'text/markdown', buffer: Buffer.from('# Tôi đã sửa máy\n') };
    await task('report').getByLabel('Bài viết của bạn').fill('Tôi đã tạo tệp mended.');
    await task('report').getByLabel('Tệp của bạn').setInputFiles(file);
    await task('report').getByRole('button', { name: 'Nộp bài' }).click();
    await task('report').getByText('Chưa chấm.').waitFor();
    await tab(lead, 'Grading');
    await lead.getByText('Tôi đã tạo tệp mended.').waitFor();
    await shoot(lead, 'lesson-6-grading');
    await shootSmall(lead, 'lesson-6-grading');
    await lead.getByLabel('Facts (0 to 30)').fill('25');
    await lead.getByLabel('Style (0 to 20)').fill('10');
    await lead.getByLabel('Comment, which the team reads').fill('Rõ ràng, nhưng hơi ngắn.');
    await lead.getByRole('button', { name: 'Give the grade' }).click();
    await task('report').getByText('Sự kiện: 25 trên 30').waitFor();
    await task('report').getByText('Rõ ràng, nhưng hơi ngắn.').waitFor();
    await scoreIs(65);
    await shoot(learner, 'lesson-7-graded');
  });

  it('lets who leads erase a file for good', async () => {
    await lead.getByRole('button', { name: 'Show graded work too' }).click();
    await lead.getByRole('button', { name: 'Erase bao-cao.md' }).click();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Erase' }).click();
    await lead.getByText('bao-cao.md (erased)').waitFor();
    await learner.reload();
    await task('report').getByText('bao-cao.md (đã xoá)').waitFor();
  });

  it('freezes the board for the learner, while who leads sees it go on', async () => {
    await tab(lead, 'Course');
    await lead.getByLabel('The board is frozen from').fill('1s');
    await lead.getByLabel('Deadline').fill('1s');
    await lead.getByLabel('Taken off late work, in percent').fill('50');
    await lead.getByRole('textbox', { name: 'Brackets' }).fill('Novices\nExperts');
    await lead.getByRole('button', { name: 'Set these times' }).click();
    await lead.getByText('Set.', { exact: true }).waitFor();
    await learner.getByText('Trễ hạn, −50 %').waitFor();
  });

  it('shows before and after when points are given, and the learner reads why', async () => {
    await tab(lead, 'Grading');
    await lead.getByRole('textbox', { name: 'Points', exact: true }).fill('1.5');
    await lead.getByRole('textbox', { name: 'Reason', exact: true }).fill('Helped a neighbour.');
    await lead.getByRole('button', { name: 'Change the score' }).click();
    await lead.getByText('A whole number other than 0, up to 100000.').waitFor();
    const { score } = (await lan.view()).teams[0]!;
    await lead.getByRole('textbox', { name: 'Points', exact: true }).fill('7');
    await lead.getByLabel('For which task').selectOption({ label: 'Report' });
    await lead.getByRole('button', { name: 'Change the score' }).click();
    const asked = lead.getByRole('alertdialog', { name: 'Change the score of Nguyễn Thị Lan?' });
    await asked.getByText(`Nguyễn Thị Lan: ${score} → ${score + 7} points`).waitFor();
    await shoot(lead, 'lesson-8-adjustment', 'window');
    await asked.getByRole('button', { name: 'Change the score' }).click();
    await lead
      .getByRole('list', { name: /given and taken by hand/ })
      .getByText('Helped a neighbour.')
      .waitFor();
    await scoreIs(score + 7);
    await tab(learner, 'Điểm');
    await learner.getByText(/Helped a neighbour/).waitFor();
    await shoot(learner, 'lesson-9-ledger');
    await learner.getByRole('button', { name: 'English' }).click();
    await learner.getByText(/Helped a neighbour/).waitFor();
    await shoot(learner, 'lesson-9-ledger-english');
    await learner.getByRole('button', { name: 'Tiếng Việt' }).click();
    await tab(learner, 'Bảng điểm');
    await learner.getByText('Bảng điểm đã đóng băng').waitFor();
    await shoot(learner, 'lesson-10-frozen');
    await tab(learner, 'Nhiệm vụ');
  });

  it('counts late work for less', async () => {
    const { score } = (await lan.view()).teams[0]!;
    await task('port').getByLabel('Đáp án').fill('22');
    await task('port').getByRole('button', { name: 'Nộp' }).click();
    await scoreIs(score + 10);
  });

  it('ranks a team among its bracket once it is put there', async () => {
    await tab(lead, 'People');
    await lead.getByRole('combobox', { name: 'Bracket' }).selectOption('Novices');
    await lead.getByRole('button', { name: 'Put the team there' }).click();
    await lead.getByText('Novices: Nguyễn Thị Lan').waitFor();
    await shoot(lead, 'lesson-11-people');
    await shootSmall(lead, 'lesson-11-people');
    const hall = await contexts[0]!.newPage();
    await hall.goto(`${product().url}${path}/hall`);
    await hall.getByLabel('Bracket').selectOption('Novices');
    await hall.getByRole('row', { name: /1 .*Nguyễn Thị Lan/ }).waitFor();
    await hall.getByRole('button', { name: 'Full screen' }).click();
    await hall.getByRole('button', { name: 'Leave full screen' }).click();
    await hall.getByRole('button', { name: 'Full screen' }).waitFor();
    await hall.close();
  });

  it('mends an answer into one of another kind', async () => {
    await tab(lead, 'Rules');
    const rule = lead.locator('[data-task="port"]');
    await rule.getByText('The port').click();
    await rule.getByLabel('Kind of answer').selectOption({ label: 'A pattern' });
    await rule.getByLabel('Regular expression').fill('2(2|222)');
    await rule.getByText('Capitals do not count').click();
    await rule.getByLabel('Points').fill('16');
    await lead.getByRole('textbox', { name: 'Reason', exact: true }).fill('Both ports answer.');
    await lead.getByRole('button', { name: 'Show the difference' }).click();
    await lead.getByRole('row', { name: /Nguyễn Thị Lan.*The port: 10 → 8/ }).waitFor();
    await shoot(lead, 'lesson-12-rules');
    await shootSmall(lead, 'lesson-12-rules');
    await lead.getByRole('button', { name: 'Mend the rules' }).click();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Mend the rules' }).click();
    await lead.getByText('Both ports answer.').waitFor();
    await rule.getByText('The port').click();
    expect(await rule.getByLabel('Regular expression').inputValue()).toBe('2(2|222)');
  });

  it('goes into the archive when it is over, and out of the list', async () => {
    await teacher.finish();
    await tab(lead, 'Course');
    await lead.getByRole('button', { name: 'Put it away' }).click();
    await lead.getByRole('alertdialog').getByRole('button', { name: 'Put it away' }).click();
    await lead.getByText('The exercise is in the archive.').waitFor();
    await shoot(lead, 'lesson-13-archived');
    await lead.goto(product().url);
    await lead.getByRole('button', { name: 'Show the archive' }).click();
    await lead.getByRole('list', { name: 'Archive' }).getByText('A graded lesson').waitFor();
    await shoot(lead, 'lesson-14-catalogue');
  });

  it('met no error on the way', () => {
    expect(faults.filter((fault) => !/40[0349]/.test(fault))).toEqual([]);
  });
});
