import assert from 'node:assert/strict';
import { pipesOf } from '../../../../local/stack/declared/pipes.ts';
import { parking } from '../../aws/pipes/running.ts';
import { resource } from './resource.ts';

const declared = {
  name: parking.name,
  roleArn: parking.roleArn,
  source: parking.source,
  sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
  target: parking.target,
  targetParameters: {
    inputTemplate: parking.inputTemplate,
    eventbridgeEventBusParameters: parking.eventBus,
  },
};

function read(changes: object) {
  return pipesOf({
    resources: [resource('aws:pipes/pipe:Pipe', 'parking', { ...declared, ...changes }, { arn: parking.arn })],
    outputs: {},
  });
}

describe('the pipes that the program declares', () => {
  it('run unless they are to stand still', () => {
    assert.deepEqual(read({}), [parking]);
    assert.deepEqual(read({ desiredState: 'STOPPED' }), [{ ...parking, desiredState: 'STOPPED' }]);
  });

  for (const [what, changes, says] of [
    [
      'a reserved variable',
      { targetParameters: { ...declared.targetParameters, inputTemplate: '{"a":<aws.pipes.event.json>}' } },
      /has no reserved variables, such as <aws\.pipes\.event>/,
    ],
    ['batches', { sourceParameters: { sqsQueueParameters: { batchSize: 10 } } }, /moves one message at a time/],
    ['a stream', { source: 'arn:aws:kinesis:eu-west-1:000000000000:stream/s' }, /reads SQS queues/],
    ['another target than a bus', { target: 'arn:aws:sqs:eu-west-1:000000000000:q' }, /puts events on an event bus/],
    ['an enrichment', { enrichment: 'arn:aws:lambda:eu-west-1:000000000000:function:f' }, /has no enrichment/],
    ['a filter', { sourceParameters: { ...declared.sourceParameters, filterCriteria: {} } }, /filterCriteria/],
  ] as const) {
    it(`are refused by name with ${what}`, () => {
      assert.throws(() => read(changes), { message: says });
      assert.throws(() => read(changes), { message: /^urn:.*::parking cannot run locally/ });
    });
  }
});
