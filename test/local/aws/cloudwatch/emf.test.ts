import assert from 'node:assert/strict';
import { embeddedMetrics } from '../../../../local/aws/cloudwatch/emf.ts';
import { hour, start } from './local-cloudwatch.ts';

const day = 24 * hour;

interface Directive {
  readonly Namespace?: unknown;
  readonly Dimensions?: unknown;
  readonly Metrics?: unknown;
}

/** A document like the specification's example, with changes. */
function line(target: object = {}, directive: Directive = {}, metadata: object = {}): string {
  const metrics = {
    Namespace: 'lambda-function-metrics',
    Dimensions: [['functionVersion']],
    Metrics: [{ Name: 'time', Unit: 'Milliseconds' }],
    ...directive,
  };
  return JSON.stringify({
    _aws: { Timestamp: start, CloudWatchMetrics: [metrics], ...metadata },
    functionVersion: '$LATEST',
    time: 100,
    requestId: '989ffbf8-9ace-4817-a57c-e4dd734019ee',
    ...target,
  });
}

/** Each value as `name{dimensions} value unit`. */
function extracted(message: string): readonly string[] | undefined {
  return embeddedMetrics(message, start)?.data.map(({ metric: { name, dimensions }, set, unit }) => {
    const named = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
    return `${name}{${named.join(',')}} ${set.sum} ${unit}`;
  });
}

function errors(message: string) {
  const { parsingErrors, validationErrors } = embeddedMetrics(message, start) ?? {};
  return { parsing: parsingErrors, validation: validationErrors };
}

describe('the embedded metric format', () => {
  it('gives the metric of the specification’s example', () => {
    assert.deepEqual(embeddedMetrics(line(), start), {
      data: [
        {
          metric: { namespace: 'lambda-function-metrics', name: 'time', dimensions: { functionVersion: '$LATEST' } },
          unit: 'Milliseconds',
          at: start,
          set: { sampleCount: 1, sum: 100, minimum: 100, maximum: 100 },
        },
      ],
      parsingErrors: 0,
      validationErrors: 0,
    });
  });

  it('gives a metric for each dimension set, an empty one too', () => {
    const Dimensions = [[], ['functionVersion'], ['functionVersion', 'requestId']];
    assert.deepEqual(extracted(line({ requestId: 'r' }, { Dimensions })), [
      'time{} 100 Milliseconds',
      'time{functionVersion=$LATEST} 100 Milliseconds',
      'time{functionVersion=$LATEST,requestId=r} 100 Milliseconds',
    ]);
  });

  it('gives each value of an array', () => {
    assert.deepEqual(extracted(line({ time: [1, 2, 2] }, { Dimensions: [[]] })), [
      'time{} 1 Milliseconds',
      'time{} 2 Milliseconds',
      'time{} 2 Milliseconds',
    ]);
  });

  it('takes several directives, and no unit for None', () => {
    const directive = (Namespace: string, Name: string) => ({ Namespace, Dimensions: [[]], Metrics: [{ Name }] });
    const CloudWatchMetrics = [directive('A', 'time'), directive('B', 'size')];
    assert.deepEqual(extracted(line({ size: 7 }, {}, { CloudWatchMetrics })), ['time{} 100 None', 'size{} 7 None']);
  });

  it('takes a high-resolution metric', () => {
    const Metrics = [{ Name: 'time', Unit: 'Count', StorageResolution: 1 }];
    assert.deepEqual(extracted(line({}, { Metrics, Dimensions: [[]] })), ['time{} 100 Count']);
  });

  it('is found behind what Lambda puts before it in the Text format', () => {
    assert.equal(extracted(`2026-07-10T12:00:00.000Z\t5083bcd9\tINFO\t${line()}`)?.length, 1);
  });

  it('is nothing else', () => {
    for (const message of [
      'text',
      '{"a":1}',
      '{"_aws":{}}',
      '{"message":"\\"_aws\\" \\"CloudWatchMetrics\\""}',
      '{"a":{"_aws":{"CloudWatchMetrics":[]}}}',
    ]) {
      assert.equal(embeddedMetrics(message, start), undefined, message);
    }
  });

  it('counts a document that is not in the format as a parsing error', () => {
    for (const message of [
      `${line()} and more`,
      line().slice(0, -1),
      line({}, {}, { Timestamp: undefined }),
      line({}, {}, { Timestamp: '2026' }),
      line({}, {}, { CloudWatchMetrics: {} }),
      line({}, { Namespace: undefined }),
      line({}, { Dimensions: ['functionVersion'] }),
      line({}, { Metrics: 'time' }),
    ]) {
      assert.deepEqual([extracted(message), errors(message)], [[], { parsing: 1, validation: 0 }], message);
    }
  });

  it('counts a definition that is wrong as a validation error, and takes the others', () => {
    const many = (length: number) => Array.from({ length }, (_, index) => `d${index}`);
    const valued = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'x']));
    const good = { Name: 'time', Unit: 'Milliseconds' };
    for (const [message, taken] of [
      [line({ time: 'fast' }), 0],
      [line({ time: undefined }), 0],
      [line({ time: { a: 1 } }), 0],
      [line({ time: [1, 'x'] }), 0],
      [line({ time: [] }), 0],
      [line({ time: Array(101).fill(1) }), 0],
      [line({ time: 2 ** 361 }), 0],
      [line({ functionVersion: undefined }), 0],
      [line({ functionVersion: 7 }), 0],
      [line({ functionVersion: '' }), 0],
      [line(valued(many(31)), { Dimensions: [many(31)] }), 0],
      [line({}, { Dimensions: [['functionVersion'], ['missing']] }), 1],
      [line({}, { Metrics: [good, { Name: 'missing' }] }), 1],
      [line({}, { Metrics: [good, { Name: 'time', Unit: 'Fortnights' }] }), 1],
      [line({}, { Metrics: [good, { Name: 'time', StorageResolution: 5 }] }), 1],
      [line({}, { Metrics: [good, { Name: 'toString' }] }), 1],
      [line({}, { Metrics: Array(101).fill(good) }), 0],
      [line({}, { Namespace: ':' }), 0],
      [line({}, { Namespace: '' }), 0],
      [line({}, {}, { Timestamp: start - 14 * day - 1 }), 0],
      [line({}, {}, { Timestamp: start + 2 * hour + 1 }), 0],
    ] as const) {
      assert.deepEqual([extracted(message)?.length, errors(message)], [taken, { parsing: 0, validation: 1 }], message);
    }
  });

  it('takes as much as it may', () => {
    const dimensions = Array.from({ length: 30 }, (_, index) => `d${index}`);
    const names = Array.from({ length: 100 }, (_, index) => `m${index}`);
    const message = line(
      {
        ...Object.fromEntries(dimensions.map((name) => [name, 'x'])),
        ...Object.fromEntries(names.map((name) => [name, Array(100).fill(1)])),
      },
      { Dimensions: [dimensions], Metrics: names.map((Name) => ({ Name })) },
      { Timestamp: start - 14 * day },
    );
    assert.equal(extracted(message)?.length, 10_000);
    assert.deepEqual(errors(message), { parsing: 0, validation: 0 });
  });
});
