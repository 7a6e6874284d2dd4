import assert from 'node:assert/strict';
import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { hour, type LocalCloudWatch, metric, minute, start, startCloudWatch } from './local-cloudwatch.ts';

/** As AWS answered in LocalStack's recorded tests. */
describe('CloudWatch as it was recorded', () => {
  let aws: LocalCloudWatch;
  beforeEach(async () => {
    aws = await startCloudWatch();
  });
  afterEach(() => aws.close());

  it('labels each line by what tells it from the others of the request', async () => {
    await aws.put({ MetricName: 'metric1', Value: 109 });
    const labels = async (...lines: readonly (readonly [statistic: string, period: number])[]) => {
      const queries = lines.map(([statistic, Period], index) => metric(`m${index}`, 'metric1', statistic, { Period }));
      return (await aws.data(queries)).map(({ label }) => label);
    };
    assert.deepEqual(await labels(['Sum', 60], ['Sum', 60]), ['metric1', 'metric1']);
    assert.deepEqual(await labels(['Sum', 60], ['Minimum', 60]), ['metric1 Sum', 'metric1 Minimum']);
    assert.deepEqual(await labels(['Sum', 60], ['Sum', 30]), ['metric1 60', 'metric1 30']);
    assert.deepEqual(await labels(['Sum', 60], ['Minimum', 30]), ['metric1 Sum 60', 'metric1 Minimum 30']);
  });

  const statistics = (StartTime: number, EndTime: number) =>
    aws.client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'App',
        MetricName: 'Age',
        StartTime: new Date(StartTime),
        EndTime: new Date(EndTime),
        Period: 60,
        Statistics: ['Sum'],
      }),
    );

  it('gives the minutes of 24 hours from any second on, and not of a second more', async () => {
    aws.now += 24 * hour + 59_999;
    for (const second of [0, 1, 30_000, 59_999]) await statistics(start + second, start + second + 24 * hour);
    await assert.rejects(statistics(start + 30_000, start + 31_000 + 24 * hour), {
      name: 'InvalidParameterCombinationException',
      message:
        'You have requested up to 1441 datapoints, which exceeds the limit of 1440. You may reduce the datapoints requested by increasing Period, or decreasing the time range.',
    });
    await assert.rejects(statistics(start + minute, start), {
      name: 'InvalidParameterValueException',
      message: 'The parameter StartTime must be less than the parameter EndTime.',
    });
  });

  it('writes doubles with their point in JSON, and as doubles in CBOR', async () => {
    await aws.put({ MetricName: 'Age', Value: 42 });
    const input = { Namespace: 'App', MetricName: 'Age', Period: 60, Statistics: ['Sum'] };
    const times = { StartTime: start / 1000, EndTime: (start + minute) / 1000 };
    const json = await fetch(aws.endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': 'GraniteServiceVersion20100801.GetMetricStatistics',
      },
      body: JSON.stringify({ ...input, ...times }),
    });
    assert.match(await json.text(), /"Sum":42\.0,/);
    const path = '/service/GraniteServiceVersion20100801/operation/GetMetricStatistics';
    const { cbor, dateToTag } = await import('@smithy/core/cbor');
    const answer = await fetch(aws.endpoint.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' },
      body: cbor.serialize({
        ...input,
        StartTime: dateToTag(new Date(start)),
        EndTime: dateToTag(new Date(start + minute)),
      }),
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    // 0xfb: a double of 64 bits, here 42.
    assert(
      bytes.includes(Buffer.concat([Buffer.from('Sum'), Buffer.from('fb4045000000000000', 'hex')])),
      bytes.toString('hex'),
    );
  });
});
