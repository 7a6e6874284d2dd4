import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { patienceMs } from '../until.ts';

export interface ObservedPage extends AsyncDisposable {
  readonly page: Page;
  /** What went wrong so far, in words: errors, failed requests, requests to anywhere but the console. */
  readonly faults: readonly string[];
}

/** A page of its own in the browser, and everything about it that a person would not see. */
export async function observedPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<ObservedPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText;
    // What a page had still asked for when it was left. By itself it gives up no request.
    if (why !== 'net::ERR_ABORTED') faults.push(`failed: ${request.url()} ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    if (new URL(request.url()).host !== new URL(url).host) faults.push(`elsewhere: ${request.url()}`);
  });
  return { page, faults, [Symbol.asyncDispose]: () => context.close() };
}
