import { resolve } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import { faultsOf, openBrowser, shoot, strayRequestsOf } from './chromium.js';

const product = useProduct({ scenarios: resolve(import.meta.dirname, '../../scenarios') });
const password = 'mười con mèo ngủ trưa';
const scan = [
  "for port in $(nmap -n -Pn -p- --min-rate 3000 -oG - 192.168.56.20 | grep -oE '[0-9]+/open/tcp' | cut -d/ -f1 | grep -vx 80)",
  "do timeout 3 ncat --recv-only 192.168.56.20 $port | grep -oE 'VOCR.[^}]+.'",
  'done; echo scanned-$((6*7))',
].join('; ');
const burglary = `clear; curl -sS --data-urlencode "username=' OR 1=1 -- " --data-urlencode password=x http://192.168.56.20/login.php | grep -oE 'VOCR.[^}]+.'; echo entered-$((6*7))`;

/** A learner's whole way in a real browser against the real product, in the order of a lesson. */
describe('a learner in the browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let stray: string[];
  const task = (id: string) => page.locator(`[data-task="${id}"]`);
  const screen = () => page.locator('.terminal:visible .xterm-rows');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const scoreIs = (score: number) =>
    page.getByText(`Score: ${score} of 500`, { exact: true }).waitFor({ state: 'attached' });

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    faults = faultsOf(context);
    stray = strayRequestsOf(context, product().url);
  });
  afterAll(() => browser?.close());

  async function type(command: string, done: RegExp): Promise<string> {
    await page.locator('.terminal:visible .xterm-screen').click();
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
    return until(`the terminal shows ${String(done)}`, async () => {
      const shown = await screen().innerText();
      return done.test(shown) && shown;
    });
  }

  it('signs in by the one-time link, whose secret does not stay in the address', async () => {
    await page.goto(await product().adminLink());
    await page.getByRole('heading', { level: 1, name: 'The range' }).waitFor();
    expect(page.url()).toBe(`${product().url}/`);
    await shoot(page, '1-catalogue');
  });

  it('is reminded to set a password, and sets one', async () => {
    await page.getByRole('link', { name: 'Set a password' }).click();
    await page.getByLabel('New password').fill('short');
    await button('Set the password').click();
    await page.locator('.field-error').waitFor();
    await page.getByLabel('New password').fill(password);
    await button('Set the password').click();
    await page.getByText('Your password is set.').waitFor();
    await shoot(page, '2-account');
  });

  it('reads about a scenario and starts it', async () => {
    await page.getByRole('link', { name: 'VOCR' }).click();
    await page.getByRole('link', { name: 'The first breach' }).click();
    await page.getByRole('cell', { name: '192.168.56.10' }).waitFor();
    await shoot(page, '3-scenario');
    await button('Start').click();
    await page.waitForURL(/\/exercises\/[a-z0-9]+$/);
  });

  it('sees the range come up step by step, machine by machine', async () => {
    const steps = new Set<string>();
    await until(
      'the terminals are there',
      async () => {
        for (const step of await page.locator('.launch-now').allInnerTexts()) steps.add(step.trim());
        if (steps.has('Starting the machines') && !steps.has('shot')) {
          steps.add('shot');
          await shoot(page, '4-launch');
        }
        return page.getByText('Connected.').isVisible();
      },
      120_000,
    );
    expect([...steps]).toEqual(expect.arrayContaining(['Starting the machines', 'Machine: Database server']));
    await page.getByRole('tab', { name: 'Web server' }).waitFor();
  });

  it('works in a terminal of the right size', async () => {
    const shown = await type('echo $((6*7)) on $(hostname); stty size', /42 on attacker\s+\d+ \d+/);
    const [, rows, columns] = /\s(\d+) (\d+)\s/.exec(shown.slice(shown.indexOf('42 on'))) ?? [];
    expect(Number(rows)).toBe(await page.locator('.terminal:visible .xterm-rows > div').count());
    expect(Number(columns)).toBeGreaterThan(60);
    await page.keyboard.press('F6');
    expect(await page.locator('.terminal-foot:focus').count()).toBe(1);
  });

  it('takes an answer from the terminal by double click, Ctrl+C and Ctrl+V', async () => {
    await type('echo COPY{me_$((6*7))}', /COPY\{me_42\}/);
    const line = screen()
      .locator('> div')
      .filter({ hasText: /^COPY\{me_42\}/ });
    const { x, y, height } = (await line.boundingBox())!;
    await page.mouse.dblclick(x + 50, y + height / 2);
    await page.keyboard.press('Control+c');
    const answer = task('hidden-service').getByLabel('Answer');
    await answer.click();
    await page.keyboard.press('Control+v');
    expect(await answer.inputValue()).toBe('COPY{me_42}');
    await answer.fill('');
  });

  it('is told that a wrong answer is wrong, and keeps it', async () => {
    const answer = task('hidden-service').getByLabel('Answer');
    await answer.fill('VOCR{nope}');
    await task('hidden-service').getByRole('button', { name: 'Submit' }).click();
    await task('hidden-service').getByText('Not right.').waitFor();
    expect(await answer.inputValue()).toBe('VOCR{nope}');
    await scoreIs(0);
  });

  it('finds the right answer in the range, and the score moves', async () => {
    const flag = /VOCR\{[^}\s]+\}/.exec(await type(scan, /scanned-42/))?.[0];
    expect(flag).toBeDefined();
    await task('hidden-service').getByLabel('Answer').fill(flag!);
    await page.keyboard.press('Enter');
    await task('hidden-service').getByText('Right! +50 points').waitFor();
    await scoreIs(50);
    await page.locator('.score .standing-value').getByText('50', { exact: false }).waitFor();
    await shoot(page, '5-solved');
  });

  it('looks as the README shows it (npm run picture takes that picture anew)', async () => {
    await type('clear; nmap 192.168.56.20; curl -I http://192.168.56.20/', /HTTP\/1.1 200[\s\S]*#\s*$/);
    await page.getByRole('heading', { level: 1 }).click();
    await shoot(page, 'workspace', 'window');
  });

  it('buys a hint only after saying yes', async () => {
    const hints = task('login-without-password');
    await hints.getByRole('button', { name: 'Hint 1 (−15 points)' }).click();
    await page.getByRole('alertdialog').waitFor();
    await button('Cancel').click();
    await scoreIs(50);
    await hints.getByRole('button', { name: 'Hint 1 (−15 points)' }).click();
    await button('Open for 15 points').click();
    await hints.getByText('Hint 1 · −15 points').waitFor();
    await scoreIs(35);
  });

  it('opens what was locked, and has its mending checked, test by test', async () => {
    await task('mend-it').getByText('First solve: Logging in without a password.').waitFor();
    const flag = /VOCR\{[^}\s]+\}/.exec(await type(burglary, /entered-42/))?.[0];
    await task('login-without-password')
      .getByLabel('Answer')
      .fill(flag ?? '');
    await page.keyboard.press('Enter');
    await scoreIs(135);
    await task('mend-it').getByRole('button', { name: 'Check it' }).click();
    await task('mend-it').getByText('Not yet.').waitFor({ timeout: 60_000 });
    expect(await task('mend-it').locator('.probe-passed').count()).toBeGreaterThan(0);
    expect(await task('mend-it').locator('.probe-failed').count()).toBeGreaterThan(0);
    await shoot(page, '6-checked');
  });

  it('reads everything in Vietnamese at once, and again after a reload; the terminal goes on meanwhile', async () => {
    await button('Tiếng Việt').click();
    await page.getByRole('heading', { level: 1, name: 'Cuộc đột nhập đầu tiên' }).waitFor();
    await page.getByRole('tab', { name: 'Bảng điểm' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('vi');
    expect(await screen().innerText()).toContain('entered-42');
    await page.reload();
    await page.getByRole('tab', { name: 'Nhiệm vụ' }).waitFor();
    await shoot(page, '7-vietnamese');
  });

  it('fits on a telephone, in the dark too', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await shoot(page, `8-telephone-${colorScheme}`);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.emulateMedia({ colorScheme: null });
    await page.setViewportSize({ width: 1280, height: 800 });
    await button('English').click();
  });

  it('goes on by itself after the server was killed', async () => {
    const before = faults.length;
    process.kill(await product().program('orchestrator'), 'SIGKILL');
    await page.getByText('Connection lost, reconnecting').waitFor();
    await page.getByText('Connection lost, reconnecting').waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByText('Connected.').waitFor({ timeout: 60_000 });
    await type('echo still-$((6*7))', /still-42/);
    await scoreIs(135);
    // What the browser notes of the refused connections is expected here, and only here.
    expect(faults.splice(before).filter((fault) => !/ERR_|WebSocket|50\d/.test(fault))).toEqual([]);
  });

  it('comes back to what was being typed when the session has run out', async () => {
    const before = faults.length;
    await task('vault-secret').getByLabel('Answer').fill('VOCR{half typed');
    await context.clearCookies();
    await page.keyboard.press('Enter');
    await page.getByText('Your session has ended.').waitFor();
    await page.getByLabel('User name').fill('admin');
    await page.getByLabel('Password').fill('wrong password');
    await button('Sign in').click();
    await page.getByText('User name or password is wrong.').waitFor();
    await page.getByLabel('Password').fill(password);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/exercises\/[a-z0-9]+$/);
    expect(await task('vault-secret').getByLabel('Answer').inputValue()).toBe('VOCR{half typed');
    expect(faults.splice(before).filter((fault) => !/401/.test(fault))).toEqual([]);
  });

  it('finishes after saying yes: the score stays, the machines go', async () => {
    expect((await product().made('ranges')).length).toBeGreaterThan(0);
    await page.getByText('Connected.').waitFor();
    await button('Finish').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Finish' }).click();
    await page.getByText('The exercise has finished. Score: 135 of 500; 2 of 4 tasks solved.').waitFor();
    await page.getByRole('tab', { name: 'Scoreboard' }).click();
    await page.getByRole('row', { name: /admin.*135/ }).waitFor();
    await shoot(page, '9-finished');
    await until('the range is gone', async () => (await product().made('ranges')).length === 0, 60_000);
  });

  it('met no error on the way, and no other server', () => {
    expect(faults).toEqual([]);
    expect(stray).toEqual([]);
  });
});
