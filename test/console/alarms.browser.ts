import assert from 'node:assert/strict';
import {
  DeleteAlarmMuteRuleCommand,
  PutAlarmMuteRuleCommand,
  SetAlarmStateCommand,
  type StateValue,
} from '@aws-sdk/client-cloudwatch';
import type { Browser, Page } from 'playwright-core';
import type { NotificationDelivery } from '../../local/index.ts';
import { alarm, composite, topic } from '../local/aws/cloudwatch/alarms/alarm-declarations.ts';
import { type LocalCloudWatch, startCloudWatch } from '../local/aws/cloudwatch/local-cloudwatch.ts';
import { runningConsole, type TestedConsole } from '../local/console/running-console.ts';
import { show } from './browsed-console.ts';
import { launch } from './browser.ts';
import { observedPage } from './observed-page.ts';

describe('the alarms page in a browser', () => {
  let browser: Browser;
  let aws: LocalCloudWatch;
  let console: TestedConsole;
  const notifications: NotificationDelivery[] = [];

  before(async () => {
    browser = await launch();
    const minutes = 20;
    aws = await startCloudWatch({
      alarms: [
        alarm('age', { AlarmDescription: 'Messages wait. [Runbook](/runbook)' }),
        alarm('slow', { MetricName: 'Latency' }),
      ],
      compositeAlarms: [composite('deliveries', 'ALARM("age") OR ALARM(slow)', { AlarmActions: [topic] })],
      act(_, { subject, message: { default: text } }) {
        const told = { at: aws.now, messageId: '1', topic: 'page', subject, text };
        notifications.push(
          { ...told, protocol: 'http', endpoint: 'http://127.0.0.1:1/hook', outcome: 'failed', error: 'HTTP 503' },
          { ...told, protocol: 'email', endpoint: 'on-call@example.com', outcome: 'withheld' },
        );
      },
    });
    // The page draws the last minutes of its own clock.
    aws.now = Date.now() - minutes * 60_000;
    aws.clock.catchUp();
    for (let at = 0; at < minutes; at += 1) {
      await aws.put({ MetricName: 'Age', Value: at < minutes - 3 ? 1 : 9 });
      aws.now += 60_000;
      aws.clock.catchUp();
    }
    console = await runningConsole({ services: [aws.cloudWatch.service], notifications });
  });
  after(async () => {
    await browser?.close();
    await console?.[Symbol.asyncDispose]();
    await aws?.close();
  });

  const onPage = (title: string, test: (page: Page) => Promise<void>) =>
    it(title, async () => {
      await using observed = await observedPage(browser, console.url);
      await observed.page.goto(console.url);
      await show(observed.page, 'Alarms');
      await test(observed.page);
      assert.deepEqual(observed.faults, []);
    });
  const open = (page: Page, name: string) => page.locator('.card h2 a', { hasText: name }).click();
  const set = (AlarmName: string, value: StateValue) =>
    aws.client.send(new SetAlarmStateCommand({ AlarmName, StateValue: value, StateReason: 'a drill' }));

  onPage('shows the state of each alarm, and how many are in alarm', async (page) => {
    await page.getByRole('status').getByText('2 of 3 in alarm').waitFor();
    const badges = page.locator('.card .badge.alarm');
    assert.equal(await badges.count(), 2);
    await page.locator('.card', { hasText: 'ALARM(age) OR ALARM(slow)' }).waitFor();
  });

  onPage('shows why an alarm is in its state, its history, and its graph with the threshold', async (page) => {
    await open(page, 'age');
    const card = page.locator('.card.open');
    await card.getByText(/Threshold Crossed: 2 out of the last 3 datapoints \[9\.0/).waitFor();
    await card.getByText('Alarm updated from OK to ALARM').waitFor();
    await card.locator('.alarm-graph [data-state=drawn]').waitFor();
    await card.getByRole('img', { name: /latest 9, from 1 to 9; a line at 5: age/ }).waitFor();
    await card.getByRole('link', { name: 'Runbook' }).waitFor();
  });

  onPage('shows what a composite alarm is made of, and what it did', async (page) => {
    await open(page, 'deliveries');
    const card = page.locator('.card.open');
    await card.getByText(/alarm:age transitioned to ALARM at/).waitFor();
    await card.locator('[data-item=Action]', { hasText: `Successfully executed action ${topic}` }).waitFor();
    assert.deepEqual(await card.locator('[data-child] .badge').allTextContents(), ['In alarm', 'Insufficient data']);
    await card.locator('[data-child=age] a').click();
    await page.locator('.card.open', { hasText: 'Messages wait.' }).waitFor();
  });

  onPage('lists who was told, what was not sent, and what failed', async (page) => {
    const list = page.getByRole('region', { name: 'Notifications, newest first' });
    await list.locator('[data-notification=failed]', { hasText: 'HTTP 503' }).waitFor();
    const withheld = list.locator('[data-notification=withheld]');
    await withheld.getByText('not sent from here').waitFor();
    await withheld.getByText('email on-call@example.com').waitFor();
    await withheld.locator('summary').click();
    await withheld.getByText('"NewStateValue":"ALARM"').waitFor();
  });

  onPage('says of an alarm that is muted until when, and no more once that has ended', async (page) => {
    const Expression = `at(${new Date(aws.now).toISOString().slice(0, 16)})`;
    const card = page.locator('[data-alarm=composite]');
    await aws.client.send(
      new PutAlarmMuteRuleCommand({
        Name: 'deployment',
        Rule: { Schedule: { Expression, Duration: 'PT1H' } },
        MuteTargets: { AlarmNames: ['deliveries'] },
      }),
    );
    await card.getByText(/^muted until \d\d:\d\d:00$/).waitFor();
    assert.equal(await page.getByText('muted until').count(), 1);
    await aws.client.send(new DeleteAlarmMuteRuleCommand({ AlarmMuteRuleName: 'deployment' }));
    await card.getByText('muted until').waitFor({ state: 'detached' });
  });

  onPage('follows a change while it is looked at', async (page) => {
    await set('slow', 'ALARM');
    await page.getByRole('status').getByText('3 of 3 in alarm').waitFor();
    await set('slow', 'OK');
    await page.getByRole('status').getByText('2 of 3 in alarm').waitFor();
  });
});
