import assert from 'node:assert/strict';
import { PermanentFailure } from '../../../local/aws/eventbridge/delivery/send.ts';
import { createLocalEvents } from '../../../local/aws/local-events.ts';
import { createCloudWatchLogs } from '../../../local/aws/logs/logs.ts';
import { ruleTargets } from '../../../local/aws/rule-targets.ts';
import { createSqs } from '../../../local/aws/sqs/sqs.ts';

const place = { region: 'us-east-1', account: '000000000000', endpoint: 'http://127.0.0.1:4566' };
const group = { name: '/aws/events/chat', arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/events/chat' };

describe('the targets of rules', () => {
  const events = createLocalEvents([], place);
  const queues = createSqs({ queues: [events.queue] });
  const logs = createCloudWatchLogs({ groups: [group], queryDefinitions: [] });
  const send = ruleTargets(queues, logs, [group], events);
  after(() => queues.close());

  it('are queues', async () => {
    await send(events.queue.arn, '{}');
    assert.equal(queues.count(events.queue.arn).visible, 1);
  });

  it('are log groups, named with the stars of their streams or without', async () => {
    const lines: string[] = [];
    const stop = logs.subscribe(({ message }) => lines.push(message));
    await send(group.arn, 'one');
    await send(`${group.arn}:*`, 'two');
    stop();
    assert.deepEqual(lines, ['one', 'two']);
  });

  it('are not tried again for a day when they are neither', () =>
    assert.rejects(
      send('arn:aws:lambda:us-east-1:000000000000:function:other', '{}'),
      new PermanentFailure(
        'NO_RESOURCE',
        'the local run has no target arn:aws:lambda:us-east-1:000000000000:function:other',
      ),
    ));

  it('are not tried again with what they refuse', () =>
    assert.rejects(
      send(events.queue.arn, ''),
      (error) => error instanceof PermanentFailure && error.code === 'INVALID_PARAMETER',
    ));
});
