import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { until } from '../support/until.js';

const shots = join(import.meta.dirname, '../../.vocr/screenshots');

/** Starts Chromium so that it talks to nobody but the page's own server. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['VOCR_TEST_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  });
}

const settled = `!document.querySelector('.loading') && [...document.querySelectorAll('.terminal')].every(
  (terminal) => !terminal.checkVisibility() || /\\S/.test(terminal.querySelector('.xterm-rows')?.textContent ?? ''),
)`;

/**
 * Keeps what the page looks like under `.vocr/screenshots/NAME.png`, to be looked at: all of it, or what is in the window. It
 * waits for parts that come later: texts, and what a terminal shows.
 */
export async function shoot(page: Page, name: string, what: 'all' | 'window' = 'all'): Promise<void> {
  mkdirSync(shots, { recursive: true });
  await until(`all of ${name} is there`, () => page.evaluate<boolean>(settled));
  await page.screenshot({ path: join(shots, `${name}.png`), fullPage: what === 'all' });
}

/** Collects what goes wrong inside a context's pages: uncaught errors, and what the console says is an error. */
export function faultsOf(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().message}`));
  context.on('console', (message) => {
    // It gives up what it is fetching whenever an interface of this machine comes or goes, as with ranges; the page asks again.
    if (message.text().includes('ERR_NETWORK_CHANGED')) return;
    if (message.type() === 'error') faults.push(`${message.location().url}: ${message.text()}`);
  });
  return faults;
}

/** Everything that reaches for another server than the page's own. */
export function strayRequestsOf(context: BrowserContext, own: string): string[] {
  const stray: string[] = [];
  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && host !== new URL(own).host) {
      stray.push(request.url());
    }
  });
  return stray;
}
