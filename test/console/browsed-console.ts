import assert from 'node:assert/strict';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { type Running, startJson } from '../end-to-end/running.ts';
import { launch } from './browser.ts';
import { observedPage } from './observed-page.ts';

export const views = ['Dashboards', 'Deliveries', 'Traces', 'Logs', 'Alarms'];

export interface BrowsedConsole {
  readonly run: () => Running;
  /** A test with a page of its own, which must end without any fault that a person would not see. */
  readonly onPage: (title: string, test: (page: Page) => Promise<void>, options?: BrowserContextOptions) => void;
}

/** `npm start` and a browser, for all tests of a suite. */
export function browsedConsole(): BrowsedConsole {
  let browser: Browser;
  let running: Running;

  before(async () => {
    browser = await launch();
    running = await startJson();
  });
  after(async () => {
    await browser?.close();
    await running?.stop();
  });

  return {
    run: () => running,
    onPage: (title, test, options = {}) =>
      it(title, async () => {
        await using observed = await observedPage(browser, running.console, options);
        await observed.page.goto(running.console);
        await test(observed.page);
        assert.deepEqual(observed.faults, []);
      }),
  };
}

export async function show(page: Page, view: string): Promise<void> {
  const links = page.getByRole('navigation', { name: 'Views' });
  await links.getByRole('link', { name: view }).click();
  await links.locator('[aria-current=page]', { hasText: view }).waitFor();
  await page.locator('h1').waitFor();
}

/** One delivery of each kind, with the buttons of the page. */
export async function sendThree(page: Page): Promise<void> {
  await show(page, 'Deliveries');
  for (const [name, status] of [
    ['Send a signed one', '200'],
    ['Send a wrong one', '401'],
    ['Send a stale one', '403'],
  ] as const) {
    // Lambda samples the first delivery of each second, and traces are to show them all.
    await page.waitForTimeout(1000);
    await page.getByRole('button', { name }).click();
    await page.getByRole('status').getByText(status, { exact: true }).waitFor();
  }
}
