import assert from 'node:assert/strict';
import { type AlarmMessage, openAlarmInbox } from '../../../trials/drills/run/alarm-inbox.ts';

describe("the inbox of a drill's messages", () => {
  const post = (url: string, message: object) => fetch(url, { method: 'POST', body: JSON.stringify(message) });

  it('confirms a subscription, as a person does by the link that SNS sends', async () => {
    await using confirmed = await openAlarmInbox(() => {});
    await using inbox = await openAlarmInbox(() => {});
    const asked: string[] = [];
    const SubscribeURL = confirmed.endpoint('page');
    const { fetch: real } = globalThis;
    globalThis.fetch = async (url) => {
      asked.push(`${url}`);
      return new Response();
    };
    try {
      await real(inbox.endpoint('page'), {
        method: 'POST',
        body: JSON.stringify({ Type: 'SubscriptionConfirmation', Message: '', SubscribeURL }),
      });
    } finally {
      globalThis.fetch = real;
    }

    assert.deepEqual(asked, [SubscribeURL]);
  });

  it('tells of a notification with its topic, its alarm and its state', async () => {
    const messages: AlarmMessage[] = [];
    await using inbox = await openAlarmInbox((message) => messages.push(message));

    const Message = JSON.stringify({ AlarmName: 'dev_slow', NewStateValue: 'ALARM' });
    await post(inbox.endpoint('ticket'), { Type: 'Notification', Message });

    assert.deepEqual(messages, [{ topic: 'ticket', alarm: 'dev_slow', state: 'ALARM' }]);
  });

  it('refuses what is no message of SNS, and goes on', async () => {
    const messages: AlarmMessage[] = [];
    await using inbox = await openAlarmInbox((message) => messages.push(message));

    const { status } = await fetch(inbox.endpoint('page'), { method: 'POST', body: 'hello' });

    assert.equal(status, 400);
    const Message = JSON.stringify({ AlarmName: 'dev_slow', NewStateValue: 'ALARM' });
    await post(inbox.endpoint('page'), { Type: 'Notification', Message });
    assert.equal(messages.length, 1);
  });
});
