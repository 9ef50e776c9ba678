import pg from 'pg';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Player } from '../support/player.js';
import { until } from '../support/until.js';
import { useProduct } from '../support/use-product.js';
import { faultsOf, openBrowser, shoot } from './chromium.js';

const product = useProduct({ env: { VOCR_RANGE_LIFETIME: '2h' } });

/** What a learner does with their machines beside working on them. */
describe('a range in the browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let faults: string[];
  let player: Player;
  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const screen = () => page.locator('.terminal:visible .xterm-rows');

  async function type(command: string): Promise<void> {
    await page.locator('.terminal:visible .xterm-screen').click();
    await page.keyboard.type(command);
    await page.keyboard.press('Enter');
  }
  const shows = (what: string) =>
    until(`the terminal shows ${what}`, async () => (await screen().innerText()).includes(what));

  beforeAll(async () => {
    browser = await openBrowser();
    context = await browser.newContext({ locale: 'en-US', viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(20_000);
    page = await context.newPage();
    faults = faultsOf(context);
    player = await Player.of(product(), 'admin', 'admin');
    (await player.launch('two-boxes')).close();
    await letAge();
    await page.goto(await product().adminLink());
    await page.getByRole('heading', { level: 1, name: 'The range' }).waitFor();
    await page.goto(`${product().url}/exercises/${player.exercise}`);
    await page.getByText('Connected.').waitFor();
  });
  afterAll(() => browser?.close());

  /** As if the range had but five minutes left: the log says so to whoever reads it anew. */
  async function letAge(): Promise<void> {
    const db = new pg.Client({ connectionString: product().databaseUrl });
    await db.connect();
    await db.query(
      `UPDATE events SET payload = jsonb_set(payload, '{lifetime}', to_jsonb((extract(epoch FROM now()) * 1000)::bigint
         - at + 300000)) WHERE type = 'range.requested'`,
    );
    await db.end();
    const old = await product().program('orchestrator');
    process.kill(old, 'SIGKILL');
    await until('a new orchestrator', async () => (await product().program('orchestrator')) !== old);
    await until('it answers', async () => (await player.range()).state === 'ready', 60_000);
  }

  it('says how long it lives, and lives longer when that is asked for', async () => {
    await page.getByText(/^[34] min left until/).waitFor();
    expect(await page.locator('.range-life-soon').count()).toBe(1);
    await shoot(page, 'lifecycle-1-ending');
    await button('Extend').click();
    await page.getByText(/^1 hr 59 min left until/).waitFor();
    expect(await page.locator('.range-life-soon').count()).toBe(0);
    await button('Extend').click();
    await page.getByText('The range lives as long as it may already').waitFor();
  });

  it('is suspended and goes on, its terminal with it', async () => {
    await type('echo before-$((6*7))');
    await shows('before-42');
    await button('Suspend').click();
    await page.getByText('The range is suspended').waitFor();
    await page.getByText('Machines', { exact: true }).click();
    await page.locator('[data-node=far]').getByText('Suspended').waitFor();
    expect(await button('Suspend').count()).toBe(0);
    await shoot(page, 'lifecycle-2-suspended');
    await button('Resume').click();
    await page.getByText('The range is suspended').waitFor({ state: 'detached' });
    await type('echo after-$((6*7))');
    await shows('after-42');
  });

  it('opens its terminals by itself when it is resumed, though it was suspended when the page was loaded', async () => {
    await button('Suspend').click();
    await page.reload();
    await page.getByText(/The terminal has closed .*suspended/).waitFor();
    await button('Resume').click();
    await page.getByText('Connected.').waitFor();
    await type('echo anew-$((6*7))');
    await shows('anew-42');
  });

  it('has one machine built anew after saying yes, and its terminal comes back', async () => {
    await type('touch /root/mine; ls /root');
    await shows('mine');
    await page.getByText('Machines', { exact: true }).click();
    await button(/Build anew\s+near/).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click();
    await button(/Build anew\s+near/).click();
    await page.getByRole('alertdialog').getByText('goes back to how it began').waitFor();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Build anew' }).click();
    await page.getByText('A machine is being built anew').waitFor();
    await page.locator('[data-node=near]').getByText('Ready').waitFor({ timeout: 60_000 });
    await page.getByText('Connected.').waitFor();
    await until('what was on it is gone', async () => {
      await type('clear; ls /root | wc -l');
      return /^0\s*$/m.test(await screen().innerText());
    });
    await shoot(page, 'lifecycle-3-node');
  });

  it('says all of it in Vietnamese too', async () => {
    await button('Tiếng Việt').click();
    await button('Tạm ngưng').click();
    await page.getByText('Thao trường đang tạm ngưng').waitFor();
    await button('Chạy tiếp').waitFor();
    await shoot(page, 'lifecycle-4-vietnamese');
    expect(faults.filter((fault) => !/409/.test(fault))).toEqual([]);
  });
});
