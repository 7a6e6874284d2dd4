import assert from 'node:assert/strict';
import type { Request } from 'playwright-core';
import { payload, secretOf, send, sign } from '../end-to-end/running.ts';
import { until } from '../until.ts';
import { browsedConsole, sendThree, show } from './browsed-console.ts';

describe('the console in a browser', () => {
  const { onPage, run } = browsedConsole();
  let rounds = 0;

  onPage('sends a signed delivery, a wrong and a stale one, and shows what became of each', async (page) => {
    await sendThree(page);
    rounds += 1;
    const reasons = page.locator('[data-delivery=refused] td:nth-child(4)');
    await until(async () => (await reasons.count()) === 2);
    assert.deepEqual(await reasons.allTextContents(), ['stale', 'wrong-signature']);
    assert.equal(await page.locator('[data-delivery=published]').count(), 1);
    // The events are asked for by themselves, and after a slow answer less often.
    const events = page.locator('[data-event]');
    await events.first().waitFor();
    assert.equal(await events.count(), 1);
  });

  onPage('counts those deliveries in a graph', async (page) => {
    await sendThree(page);
    rounds += 1;
    await show(page, 'Dashboards');
    const widget = page.locator('[data-widget=metric]', { hasText: 'How do deliveries end?' });
    await widget.scrollIntoViewIfNeeded();
    await widget.getByRole('button', { name: /^Table/ }).click();
    await until(async () => {
      const headings = (await widget.locator('thead th').allTextContents()).slice(1);
      const totals = sums(await widget.locator('tbody td').allTextContents(), headings);
      return totals.published === rounds && totals['refused (4xx)'] === 2 * rounds;
    });
  });

  onPage('shows them in the log, and filters it', async (page) => {
    await sendThree(page);
    rounds += 1;
    await show(page, 'Logs');
    await page.getByText('delivery refused · wrong-signature').first().waitFor();
    await page.getByLabel('Outcome').selectOption('published');
    await until(async () => (await page.locator('[data-line]').count()) === rounds);
    await page.getByLabel('Text or filter pattern').fill('{ $.cold_start IS TRUE }');
    await page.keyboard.press('Enter');
    await until(async () => (await page.locator('[data-line]').count()) === 1);
    await page.locator('.lines summary').click();
    await page.getByText('"outcome": "published"').waitFor();
  });

  onPage('shows them in the list of traces, and takes a cold start apart phase by phase', async (page) => {
    await sendThree(page);
    rounds += 1;
    await show(page, 'Traces');
    await page.getByRole('cell', { name: 'wrong-signature' }).first().waitFor();
    await page.getByRole('cell', { name: 'stale', exact: true }).first().waitFor();
    await page
      .getByRole('row', { name: /on-demand/ })
      .getByRole('link')
      .click();
    for (const phase of ['init', 'runtime', 'builtins', 'sdk', 'telemetry', 'clients', 'warmup', 'secret', 'connect']) {
      await page
        .locator('.waterfall .name', { hasText: new RegExp(`^${phase}\\b`) })
        .first()
        .waitFor();
    }
    await page.getByText('the AWS SDK clients are evaluated').waitFor();
  });

  for (const name of ['Operations', 'Cold start']) {
    onPage(`draws every widget of ${name}, or says in words why there is nothing yet`, async (page) => {
      await page.setViewportSize({ width: 1440, height: 9000 });
      await page.getByRole('navigation', { name: 'Dashboards' }).getByRole('link', { name }).click();
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await page.locator('[data-widget]').first().waitFor();
      await until(async () => (await page.locator('[data-state=loading]').count()) === 0);
      const widgets = await page.locator('[data-widget]').all();
      assert(widgets.length > 20);
      assert.deepEqual(await page.locator('[data-unknown], [data-state=failed]').allTextContents(), []);
      for (const widget of widgets) {
        const said = await widget.innerText();
        assert.equal(await widget.locator('[data-state=drawn], [data-state=empty]').count(), 1, said);
      }
    });
  }

  onPage('opens an alarm with what it watches, its history and the way to the runbook', async (page) => {
    await show(page, 'Alarms');
    await page.locator('[data-alarm=metric] h2 a', { hasText: 'wrong-signatures' }).click();
    await page.locator('.card.open .alarm-graph [data-state=drawn]').waitFor();
    await page.locator('.card.open .history li').first().waitFor();
    await page
      .locator('.card.open')
      .getByRole('link', { name: /runbook/ })
      .click();
    await page.locator('h2:target, h3:target').waitFor();
  });

  onPage('shows what arrives without being loaded anew', async (page) => {
    await show(page, 'Deliveries');
    const published = page.locator('[data-delivery=published]');
    await published.first().waitFor();
    const before = await published.count();
    const body = payload();
    await send(run(), { body, signature: sign(await secretOf(run()), body) });
    await until(async () => (await published.count()) === before + 1);
  });

  onPage('asks for nothing while it is paused or not seen', async (page) => {
    let requests = 0;
    const underWay = new Set<Request>();
    page.on('request', (request) => {
      requests += 1;
      underWay.add(request);
    });
    page.on('requestfinished', (request) => void underWay.delete(request));
    page.on('requestfailed', (request) => void underWay.delete(request));
    /** One answer may lead to the next request. */
    const quiet = () =>
      until(async () => {
        requests = 0;
        await page.waitForTimeout(500);
        return requests === 0 && underWay.size === 0;
      });
    const askedAfterwards = async () => {
      await quiet();
      await page.waitForTimeout(5000);
      return requests;
    };
    await show(page, 'Logs');
    await page.locator('[data-line]').first().waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    assert.equal(await askedAfterwards(), 0);
    await page.getByRole('button', { name: 'Resume' }).click();
    await quiet();
    await until(() => requests > 0);
    await page.evaluate("Object.defineProperty(document, 'visibilityState', { value: 'hidden' })");
    assert.equal(await askedAfterwards(), 0);
  });
});

/** Of each column of a table, from its cells row by row. */
function sums(cells: readonly string[], headings: readonly string[]): Readonly<Record<string, number>> {
  const values = (column: number) => cells.filter((_, index) => index % headings.length === column).map(Number);
  const total = (column: number) => values(column).reduce((sum, value) => sum + value, 0);
  return Object.fromEntries(headings.map((heading, column) => [heading, total(column)]));
}
