import assert from 'node:assert/strict';
import {
  CloudWatchServiceException,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  type GetMetricStatisticsCommandInput,
  ListMetricsCommand,
  type MetricDataQuery,
} from '@aws-sdk/client-cloudwatch';
import { hour, type LocalCloudWatch, metric, minute, start, startCloudWatch } from './local-cloudwatch.ts';

describe('metric data', () => {
  let aws: LocalCloudWatch;
  beforeEach(async () => {
    aws = await startCloudWatch();
  });
  afterEach(() => aws.close());

  const refused = (sending: Promise<unknown>, message: RegExp, code = 'ValidationException') =>
    assert.rejects(sending, (error) => {
      assert.ok(error instanceof CloudWatchServiceException, String(error));
      assert.equal(error.name, code);
      assert.match(error.message, message);
      return true;
    });

  it('gives a point for each period that has values', async () => {
    await aws.put({ MetricName: 'Age', Value: 1 }, { MetricName: 'Age', Value: 3 });
    aws.now += 2 * minute;
    await aws.put({ MetricName: 'Age', Value: 10 });
    assert.deepEqual(await aws.data([metric('m1', 'Age', 'Average')]), [
      { id: 'm1', label: 'Age', minutes: [0, 2], values: [2, 10] },
    ]);
    assert.deepEqual(await aws.data([metric('m1', 'Age', 'Sum', { Period: 180 })]), [
      { id: 'm1', label: 'Age', minutes: [0], values: [14] },
    ]);
  });

  it('gives the newest point first unless asked otherwise', async () => {
    await aws.put({ MetricName: 'Age', Value: 1 });
    aws.now += minute;
    await aws.put({ MetricName: 'Age', Value: 2 });
    const [line] = await aws.data([metric('m1', 'Age', 'Sum')], { ScanBy: undefined });
    assert.deepEqual(line?.values, [2, 1]);
  });

  it('tells metrics apart by their dimensions, in whatever order', async () => {
    const Dimensions = [
      { Name: 'b', Value: '2' },
      { Name: 'a', Value: '1' },
    ];
    await aws.put({ MetricName: 'Age', Value: 1 }, { MetricName: 'Age', Value: 5, Dimensions });
    const of = (dimensions: typeof Dimensions) =>
      aws.values('Age', 'Sum', { Metric: { Namespace: 'App', MetricName: 'Age', Dimensions: dimensions } });
    assert.deepEqual(await of(Dimensions.toReversed()), [5]);
    assert.deepEqual(await of(Dimensions.slice(1)), []);
    assert.deepEqual(await of([]), [1]);
  });

  it('gives the values of one unit, or of all', async () => {
    await aws.put({ MetricName: 'Size', Value: 1, Unit: 'Bytes' }, { MetricName: 'Size', Value: 2, Unit: 'Kilobytes' });
    assert.deepEqual(await aws.values('Size', 'Sum', { Unit: 'Bytes' }), [1]);
    assert.deepEqual(await aws.values('Size', 'Sum', { Unit: 'Count' }), []);
    assert.deepEqual(await aws.values('Size', 'Sum'), [3]);
  });

  it('takes values with their counts, and statistic sets', async () => {
    await aws.put({ MetricName: 'Age', Values: [1, 5], Counts: [98, 2] });
    assert.deepEqual(await aws.values('Age', 'p98'), [1]);
    assert.deepEqual(await aws.values('Age', 'p99'), [5]);
    await aws.put({ MetricName: 'Age', StatisticValues: { SampleCount: 10, Sum: 40, Minimum: 2, Maximum: 9 } });
    assert.deepEqual(await aws.values('Age', 'SampleCount'), [110]);
    assert.deepEqual(await aws.values('Age', 'Maximum'), [9]);
    assert.deepEqual(await aws.values('Age', 'p99'), []);
  });

  it('takes a request that the client compresses', async () => {
    await aws.put(...Array.from({ length: 300 }, (_, index) => ({ MetricName: 'Age', Value: index })));
    assert.deepEqual(await aws.values('Age', 'SampleCount'), [300]);
  });

  it('has points of 10, 20 and 30 seconds', async () => {
    for (let second = 0; second < 60; second += 10) {
      aws.now = start + second * 1000;
      await aws.put({ MetricName: 'Ticks', Value: 1 });
    }
    for (const [Period, points] of [
      [10, 6],
      [20, 3],
      [30, 2],
    ] as const) {
      assert.deepEqual(await aws.values('Ticks', 'Sum', { Period }), Array(points).fill(6 / points));
    }
  });

  it('makes an hour of minutes, and begins it where the request does', async () => {
    for (let at = 0; at < 90; at += 1) {
      aws.now = start + at * minute;
      await aws.put({ MetricName: 'Ticks', Value: 1 });
    }
    const from = new Date(start + 17 * minute + 30_000);
    const [line] = await aws.data([metric('m1', 'Ticks', 'Sum', { Period: 3600 })], { StartTime: from });
    assert.deepEqual(line, { id: 'm1', label: 'Ticks', minutes: [17, 77], values: [60, 13] });
  });

  it('keeps the spread of minutes for 3 hours, of five minutes for a day and of hours for 22 days', async () => {
    await aws.put({ MetricName: 'Ticks', Value: 1 });
    const known = (Period: number) =>
      aws.data([metric('m1', 'Ticks', 'p50', { Period })], { EndTime: new Date(start + hour) });
    for (const [later, ...kept] of [
      [3 * hour - minute, 1, 1, 1],
      [3 * hour + minute, 0, 1, 1],
      [24 * hour - minute, 0, 1, 1],
      [24 * hour + 5 * minute, 0, 0, 1],
      [22 * 24 * hour - hour, 0, 0, 1],
      [22 * 24 * hour + hour, 0, 0, 0],
    ] as const) {
      aws.now = start + later;
      // What is too old goes when something new comes.
      await aws.put({ MetricName: 'Ticks', Value: 1 });
      const lines = await Promise.all([known(60), known(300), known(3600)]);
      assert.deepEqual(
        lines.map(([line]) => line?.values.length),
        kept,
        `after ${later / hour} h`,
      );
    }
  });

  it('keeps the totals of minutes for three days', async () => {
    aws.now = start + 17 * minute;
    await aws.put({ MetricName: 'Ticks', Value: 2 }, { MetricName: 'Ticks', Value: 5 });
    const inMinute = async (statistic: string) => {
      const window = { StartTime: new Date(start + 17 * minute), EndTime: new Date(start + 18 * minute) };
      const [line] = await aws.data([metric('m1', 'Ticks', statistic)], window);
      return line?.values[0];
    };
    aws.now = start + 72 * hour;
    await aws.put({ MetricName: 'Ticks', Value: 1 });
    const wanted = ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'];
    assert.deepEqual(await Promise.all(wanted.map(inMinute)), [7, 2, 3.5, 2, 5]);
    aws.now = start + 75 * hour;
    await aws.put({ MetricName: 'Ticks', Value: 1 });
    assert.equal(await inMinute('Sum'), undefined);
  });

  it('takes timestamps of two weeks ago to two hours ahead', async () => {
    await aws.put({ MetricName: 'Ticks', Value: 1, Timestamp: new Date(start + 2 * hour) });
    await aws.put({ MetricName: 'Ticks', Value: 1, Timestamp: new Date(start - 14 * 24 * hour) });
    const put = (at: number) => aws.put({ MetricName: 'Ticks', Value: 1, Timestamp: new Date(at) });
    await refused(put(start + 2 * hour + 1000), /two hours in the future/, 'InvalidParameterValueException');
    await refused(put(start - 14 * 24 * hour - 1000), /past two weeks/, 'InvalidParameterValueException');
  });

  it('refuses values that CloudWatch refuses, and stores nothing of the request', async () => {
    const good = { MetricName: 'Age', Value: 1 };
    await refused(aws.put(good, { MetricName: 'Age' }), /At least one/, 'MissingRequiredParameterException');
    await refused(
      aws.put(good, { MetricName: 'Age', Value: 1, Values: [1] }),
      /exclusive/,
      'InvalidParameterCombinationException',
    );
    await refused(
      aws.put(good, { MetricName: 'Age', Values: [1], Counts: [1, 2] }),
      /same size/,
      'InvalidParameterValueException',
    );
    await refused(aws.put(good, { MetricName: 'Age', Value: 2 ** 361 }), /2\^360/);
    await refused(
      aws.put(good, { MetricName: 'Age', Value: Number.NaN }),
      /Value 'NaN' at 'metricData\.2\.member\.value'/,
    );
    assert.deepEqual(await aws.values('Age', 'Sum'), []);
  });

  it('computes expressions over metrics and over other expressions', async () => {
    await aws.put({ MetricName: 'Errors', Value: 1 }, { MetricName: 'Requests', Value: 4 });
    aws.now += minute;
    await aws.put({ MetricName: 'Requests', Value: 5 });
    const lines = await aws.data([
      { ...metric('e', 'Errors', 'Sum'), ReturnData: false },
      { ...metric('r', 'Requests', 'Sum'), ReturnData: false },
      { Id: 'rate', Expression: '100 * e / r', Label: 'errors, %' },
      { Id: 'doubled', Expression: 'rate * 2' },
      { Id: 'limit', Expression: 'TIME_SERIES(3)' },
    ]);
    assert.deepEqual(lines, [
      { id: 'rate', label: 'errors, %', minutes: [0, 1], values: [25, 0] },
      { id: 'doubled', label: 'doubled', minutes: [0, 1], values: [50, 0] },
      { id: 'limit', label: 'limit', minutes: [0, 1], values: [3, 3] },
    ]);
  });

  it('gives each series of an array under the id of its expression', async () => {
    await aws.put({ MetricName: 'Errors', Value: 1 }, { MetricName: 'Requests', Value: 4 });
    const lines = await aws.data([
      { ...metric('m1', 'Errors', 'Sum'), ReturnData: false },
      { ...metric('m2', 'Requests', 'Sum'), ReturnData: false },
      { Id: 'all', Expression: 'METRICS() / PERIOD(m1) * 60', Label: 'A minute:' },
    ]);
    assert.deepEqual(lines, [
      { id: 'all', label: 'A minute: Errors', minutes: [0], values: [1] },
      { id: 'all', label: 'A minute: Requests', minutes: [0], values: [4] },
    ]);
  });

  const wrong: readonly (readonly [string, readonly MetricDataQuery[], RegExp])[] = [
    ['an unknown id', [{ Id: 'e1', Expression: 'm7 + 1' }], /Unrecognized id "m7"/],
    ['an expression of itself', [{ Id: 'e1', Expression: 'e1 + 1' }], /e1 refers to itself/],
    ['a number as the result', [metric('m1', 'Age', 'Sum'), { Id: 'e1', Expression: 'AVG(m1)' }], /e1 gives a number/],
    ['an id twice', [metric('m1', 'Age', 'Sum'), metric('m1', 'Age', 'Sum')], /not unique: m1/],
    ['an Id in upper case', [metric('M1', 'Age', 'Sum')], /lower case/],
    ['an unknown statistic', [metric('m1', 'Age', 'median')], /member\.1\.MetricStat\.Stat is not a valid statistic/],
    ['an odd period', [metric('m1', 'Age', 'Sum', { Period: 90 })], /90 for parameter .*Period is not valid/],
    ['a period of 1 s', [metric('m1', 'Age', 'Sum', { Period: 1 })], /doesn't carry out periods below 10 seconds/],
    ['a Metrics Insights query', [{ Id: 'q1', Expression: 'SELECT AVG(x) FROM App' }], /Metrics Insights/],
    ['a dynamic label', [{ ...metric('m1', 'Age', 'Sum'), Label: 'max ${MAX}' }], /dynamic labels/],
    ['neither metric nor expression', [{ Id: 'm1' }], /either MetricStat or Expression/],
    ['both', [{ ...metric('m1', 'Age', 'Sum'), Expression: 'm2' }], /either MetricStat or Expression/],
    ['nothing returned', [{ ...metric('m1', 'Age', 'Sum'), ReturnData: false }], /At least one/],
    ['another account', [{ ...metric('m1', 'Age', 'Sum'), AccountId: '1' }], /AccountId/],
    [
      'a wrong one that is not returned',
      [metric('m1', 'Age', 'Sum'), { Id: 'e1', Expression: 'SORT(m1)', ReturnData: false }],
      /SORT/,
    ],
    [
      'metrics of different periods',
      [metric('m1', 'Age', 'Sum'), metric('m2', 'Age', 'Sum', { Period: 300 }), { Id: 'e1', Expression: 'm1 + m2' }],
      /different periods/,
    ],
  ];
  for (const [what, queries, message] of wrong) {
    it(`refuses ${what}`, () => refused(aws.data(queries), message));
  }

  it('refuses what it does not carry out by its name', () =>
    refused(aws.data([metric('m1', 'Age', 'Sum')], { LabelOptions: { Timezone: '+0100' } }), /LabelOptions/));

  it('cuts its answer into pages of so many data points', async () => {
    for (let at = 0; at < 5; at += 1) {
      aws.now = start + at * minute;
      await aws.put({ MetricName: 'A', Value: at }, { MetricName: 'B', Value: at });
    }
    const pages: unknown[] = [];
    let token: string | undefined;
    do {
      const { MetricDataResults = [], NextToken } = await aws.client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [metric('a', 'A', 'Sum'), metric('b', 'B', 'Sum'), metric('none', 'None', 'Sum')],
          StartTime: new Date(start),
          EndTime: new Date(start + hour),
          ScanBy: 'TimestampAscending',
          MaxDatapoints: 4,
          NextToken: token,
        }),
      );
      pages.push(MetricDataResults.map(({ Id, Values, StatusCode }) => [Id, Values?.join(''), StatusCode]));
      token = NextToken;
    } while (token !== undefined);
    assert.deepEqual(pages, [
      [['a', '0123', 'PartialData']],
      [
        ['a', '4', 'Complete'],
        ['b', '012', 'PartialData'],
      ],
      [
        ['b', '34', 'Complete'],
        ['none', '', 'Complete'],
      ],
    ]);
    await refused(aws.data([metric('a', 'A', 'Sum')], { NextToken: 'x' }), /token/, 'InvalidNextToken');
  });

  describe('by GetMetricStatistics', () => {
    const statistics = async (more: Partial<GetMetricStatisticsCommandInput>) => {
      const answer = await aws.client.send(
        new GetMetricStatisticsCommand({
          Namespace: 'App',
          MetricName: 'Age',
          Period: 60,
          StartTime: new Date(start),
          EndTime: new Date(start + hour),
          ...more,
        }),
      );
      return answer.Datapoints;
    };

    it('gives all statistics of a period together, for each unit', async () => {
      await aws.put({ MetricName: 'Age', Value: 1 }, { MetricName: 'Age', Value: 2, Unit: 'Seconds' });
      assert.deepEqual(await statistics({ Statistics: ['Sum', 'SampleCount'] }), [
        { Timestamp: new Date(start), Sum: 1, SampleCount: 1, Unit: 'None' },
        { Timestamp: new Date(start), Sum: 2, SampleCount: 1, Unit: 'Seconds' },
      ]);
      assert.deepEqual(await statistics({ ExtendedStatistics: ['p50', 'tm99'], Unit: 'Seconds' }), [
        { Timestamp: new Date(start), ExtendedStatistics: { p50: 2, tm99: 2 }, Unit: 'Seconds' },
      ]);
    });

    it('refuses both kinds of statistics, neither, an unknown one, and more than 1440 points', async () => {
      const combination = 'InvalidParameterCombinationException';
      await refused(statistics({}), /Exactly one/, combination);
      await refused(statistics({ Statistics: ['Sum'], ExtendedStatistics: ['p50'] }), /Exactly one/, combination);
      await refused(statistics({ ExtendedStatistics: ['Sum'] }), /Sum/, 'InvalidParameterValueException');
      const long = { Statistics: ['Sum'], StartTime: new Date(start - 24 * hour) } as const;
      await refused(statistics({ ...long, Statistics: ['Sum'] }), /up to 1500 datapoints/, combination);
    });
  });

  describe('by ListMetrics', () => {
    const list = async (more = {}) => {
      const { Metrics = [] } = await aws.client.send(new ListMetricsCommand(more));
      const names = Metrics.map(({ MetricName, Dimensions = [] }) => [
        MetricName,
        ...Dimensions.map(({ Value }) => Value),
      ]);
      return names.map((name) => name.join(' ')).sort();
    };

    beforeEach(async () => {
      const Dimensions = [
        { Name: 'source', Value: 'momento' },
        { Name: 'stage', Value: 'dev' },
      ];
      await aws.put({ MetricName: 'Age', Value: 1 }, { MetricName: 'Age', Value: 1, Dimensions });
      aws.now += 4 * hour;
      await aws.put({ MetricName: 'Size', Value: 1, Dimensions: [{ Name: 'source', Value: 'other' }] });
    });

    it('finds metrics by namespace, name and dimension', async () => {
      assert.deepEqual(await list(), ['Age', 'Age momento dev', 'Size other']);
      assert.deepEqual(await list({ Namespace: 'AWS/Lambda' }), []);
      assert.deepEqual(await list({ MetricName: 'Age' }), ['Age', 'Age momento dev']);
      assert.deepEqual(await list({ Dimensions: [{ Name: 'source' }] }), ['Age momento dev', 'Size other']);
      assert.deepEqual(await list({ Dimensions: [{ Name: 'source', Value: 'other' }] }), ['Size other']);
    });

    it('finds those that got something within three hours', async () => {
      assert.deepEqual(await list({ RecentlyActive: 'PT3H' }), ['Size other']);
    });

    it('gives 500 a page', async () => {
      const more = Array.from({ length: 600 }, (_, index) => ({ MetricName: `Many${index}`, Value: 1 }));
      await aws.put(...more);
      const first = await aws.client.send(new ListMetricsCommand({}));
      const second = await aws.client.send(new ListMetricsCommand({ NextToken: first.NextToken }));
      assert.deepEqual([first.Metrics?.length, second.Metrics?.length, second.NextToken], [500, 103, undefined]);
      await refused(
        aws.client.send(new ListMetricsCommand({ NextToken: 'x' })),
        /NextToken/,
        'InvalidParameterValueException',
      );
    });
  });
});
