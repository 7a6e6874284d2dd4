import assert from 'node:assert/strict';
import { logMetricNamespace, logMetrics } from '../../dashboards/metrics.ts';
import { coldStartMetrics, metrics, namespace } from '../../function/signals.ts';
import { drawnMetrics } from './drawn.ts';
import { kindOf, notDrawn, onlyWhen } from './kinds.ts';
import { stacks } from './stacks.ts';

/** By signals.ts; that it is so in a run, the end-to-end tests show. */
const emitted = [
  ...Object.entries(metrics).flatMap(([key, { name }]) => {
    const ofSecret = key.startsWith('secret');
    // What is taken has no reason, and no fetch of a secret has.
    const by =
      ofSecret || ['published', 'parked', 'duplicate', 'handshake'].includes(key)
        ? ['service', 'source']
        : ['service', 'source', 'reason'];
    return by.map((dimension) => kindOf({ namespace, name, dimensions: { service: '', [dimension]: '' } }));
  }),
  ...Object.values(coldStartMetrics).flatMap(({ name }) =>
    ['on-demand', 'proactive'].map((init) => kindOf({ namespace, name, dimensions: { service: '', init } })),
  ),
];

/**
 * What AWS emits of a stack's resources.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-monitoring.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
const ofAws = [
  ...Object.values(logMetrics).map(({ name }) =>
    kindOf({ namespace: logMetricNamespace({ functionName: 'f' }), name, dimensions: {} }),
  ),
  ...[
    'Invocations',
    'Errors',
    'Throttles',
    'Duration',
    'ConcurrentExecutions',
    'UrlRequestCount',
    'Url4xxCount',
    'Url5xxCount',
    'UrlRequestLatency',
  ].map((name) => `AWS/Lambda ${name} by FunctionName`),
  ...[
    'MatchedEvents',
    'Invocations',
    'FailedInvocations',
    'InvocationsSentToDlq',
    'InvocationsFailedToBeSentToDlq',
  ].map((name) => `AWS/Events ${name} by EventBusName, RuleName`),
  ...['', ' of dead letters', ' of parked deliveries'].map(
    (which) => `AWS/SQS ApproximateNumberOfMessagesVisible by QueueName${which}`,
  ),
  'AWS/SQS ApproximateNumberOfMessagesNotVisible by QueueName of parked deliveries',
  ...['EMFParsingErrors', 'EMFValidationErrors'].map((name) => `AWS/Logs ${name} by LogGroupName`),
  ...['', ' of parked deliveries'].map((which) => `AWS/SQS ApproximateAgeOfOldestMessage by QueueName${which}`),
];

describe('the vocabulary of dashboards', () => {
  let drawn: ReadonlySet<string>;
  before(async () => {
    // Where names are cut, a queue's does not tell what it is for.
    const { 'a stack with long names': _, ...named } = stacks;
    const bodies = await Promise.all(Object.values(named).map((bodiesOf) => bodiesOf()));
    drawn = new Set(
      bodies.flatMap(({ operations, coldStart }) => [operations, coldStart].flatMap(drawnMetrics)).map(kindOf),
    );
  });

  it('has nothing that is not emitted by the function or by AWS, with those dimensions', () => {
    assert.deepEqual(
      [...drawn].filter((kind) => ![...emitted, ...ofAws].includes(kind)),
      [],
    );
  });

  it('has every signal of the function but those that are listed as not drawn', () => {
    assert.deepEqual(
      emitted.filter((kind) => !drawn.has(kind) && !notDrawn.has(kind)),
      [],
    );
  });

  it('lists nothing as not drawn that is drawn, and nothing as rare that is neither', () => {
    assert.deepEqual(
      [...notDrawn.keys()].filter((kind) => drawn.has(kind)),
      [],
    );
    assert.deepEqual(
      [...onlyWhen.keys()].filter((kind) => !drawn.has(kind) && !notDrawn.has(kind)),
      [],
    );
  });
});
