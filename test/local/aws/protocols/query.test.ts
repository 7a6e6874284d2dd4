import assert from 'node:assert/strict';
import { alarm } from '../cloudwatch/alarms/alarm-declarations.ts';
import { type LocalCloudWatch, minute, start, startCloudWatch } from '../cloudwatch/local-cloudwatch.ts';

/** What clients from before January 2026 send, and read. */
describe('CloudWatch in the query protocol', () => {
  let aws: LocalCloudWatch;
  beforeEach(async () => {
    aws = await startCloudWatch({
      alarms: [alarm('age')],
      dashboards: [{ name: 'd', arn: 'arn:aws:cloudwatch::123456789012:dashboard/d', body: '{"widgets":["<&>"]}' }],
    });
  });
  afterEach(() => aws.close());

  async function ask(Action: string, parameters: Readonly<Record<string, string>> = {}) {
    const response = await fetch(aws.endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        authorization: 'AWS4-HMAC-SHA256 Credential=test/20260710/us-east-1/monitoring/aws4_request, Signature=x',
      },
      body: new URLSearchParams({ Action, Version: '2010-08-01', ...parameters }),
    });
    return { status: response.status, type: response.headers.get('content-type'), xml: await response.text() };
  }
  const range = { StartTime: new Date(start).toISOString(), EndTime: new Date(start + 5 * minute).toISOString() };
  const metric = { Namespace: 'App', MetricName: 'Age' };

  it('takes lists in lists, maps, times, numbers and booleans, and gives them', async () => {
    // Lists are in the order of their numbers, not of the form.
    const put = await ask('PutMetricData', {
      Namespace: 'App',
      'MetricData.member.1.MetricName': 'Age',
      'MetricData.member.1.Timestamp': '2026-07-10T12:00:30.500Z',
      'MetricData.member.1.Unit': 'Seconds',
      'MetricData.member.1.Dimensions.member.1.Name': 'Order',
      'MetricData.member.1.Dimensions.member.1.Value': '007',
      'MetricData.member.1.Values.member.2': '1e1',
      'MetricData.member.1.Values.member.1': '0.25',
      'MetricData.member.1.Values.member.10': '3',
      'MetricData.member.1.Counts.member.1': '2',
      'MetricData.member.1.Counts.member.2': '1',
      'MetricData.member.1.Counts.member.10': '4',
    });
    assert.deepEqual([put.status, put.type], [200, 'text/xml']);

    const { xml } = await ask('GetMetricData', {
      ...range,
      ScanBy: 'TimestampAscending',
      'MetricDataQueries.member.1.Id': 'm1',
      'MetricDataQueries.member.1.ReturnData': 'false',
      'MetricDataQueries.member.1.MetricStat.Period': '60',
      'MetricDataQueries.member.1.MetricStat.Stat': 'Sum',
      'MetricDataQueries.member.1.MetricStat.Metric.Namespace': 'App',
      'MetricDataQueries.member.1.MetricStat.Metric.MetricName': 'Age',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name': 'Order',
      'MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value': '007',
      'MetricDataQueries.member.2.Id': 'e1',
      'MetricDataQueries.member.2.Expression': 'm1 * 2',
    });
    assert.match(
      xml,
      /^<GetMetricDataResponse xmlns="http:\/\/monitoring\.amazonaws\.com\/doc\/2010-08-01\/"><GetMetricDataResult><MetricDataResults><member><Id>e1<\/Id><Label>e1<\/Label><Timestamps><member>2026-07-10T12:00:00Z<\/member><\/Timestamps><Values><member>45<\/member><\/Values><StatusCode>Complete<\/StatusCode><\/member><\/MetricDataResults><Messages><\/Messages><\/GetMetricDataResult><ResponseMetadata>/,
    );
  });

  it('gives extended statistics as a map, and lists with nothing in them', async () => {
    await aws.put({ MetricName: 'Age', Value: 7, Unit: 'Seconds' });
    const asked = { ...range, ...metric, Period: '60', 'ExtendedStatistics.member.1': 'p90' };
    const { xml } = await ask('GetMetricStatistics', { ...asked, Dimensions: '' });
    assert.match(
      xml,
      /<Datapoints><member><Timestamp>2026-07-10T12:00:00Z<\/Timestamp><ExtendedStatistics><entry><key>p90<\/key><value>7<\/value><\/entry><\/ExtendedStatistics><Unit>Seconds<\/Unit><\/member><\/Datapoints>/,
    );
    assert.match((await ask('GetMetricStatistics', { ...asked, MetricName: 'x' })).xml, /<Datapoints><\/Datapoints>/);
  });

  it('gives text in which XML has other characters', async () => {
    const { xml } = await ask('GetDashboard', { DashboardName: 'd' });
    assert(xml.includes('<DashboardBody>{"widgets":["&lt;&amp;&gt;"]}</DashboardBody>'), xml);
  });

  it('gives times to the millisecond', async () => {
    aws.now += 1_234;
    await ask('SetAlarmState', { AlarmName: 'age', StateValue: 'ALARM', StateReason: 'test' });
    const { xml } = await ask('DescribeAlarms', { 'AlarmNames.member.1': 'age' });
    assert.match(xml, /<StateUpdatedTimestamp>2026-07-10T12:00:01\.234Z<\/StateUpdatedTimestamp>/);
    assert.match(xml, /<ActionsEnabled>true<\/ActionsEnabled>/);
  });

  // The sentences and codes are those of AWS's answers in LocalStack's recorded tests.
  it('refuses with AWS’s sentence, and the code that the protocol has', async () => {
    const state = { AlarmName: 'age', StateValue: 'INVALID', StateReason: 'test' };
    const refused = await ask('SetAlarmState', state);
    assert.equal(refused.status, 400);
    assert.match(
      refused.xml,
      /^<ErrorResponse xmlns="http:\/\/monitoring\.amazonaws\.com\/doc\/2010-08-01\/"><Error><Type>Sender<\/Type><Code>ValidationError<\/Code><Message>1 validation error detected: Value 'INVALID' at 'stateValue' failed to satisfy constraint: Member must satisfy enum value set: \[INSUFFICIENT_DATA, ALARM, OK\]<\/Message><\/Error><RequestId>/,
    );
    const missing = await ask('SetAlarmState', { ...state, StateValue: 'OK', AlarmName: 'x' });
    assert.deepEqual(
      [missing.status, /<Code>.*<\/Error>/.exec(missing.xml)?.[0]],
      [404, '<Code>ResourceNotFound</Code></Error>'],
    );
    const both = await ask('PutMetricData', {
      Namespace: 'App',
      'MetricData.member.1.MetricName': 'Age',
      'MetricData.member.1.Value': '1',
      'MetricData.member.1.Values.member.1': '1',
    });
    assert.match(
      both.xml,
      /<Code>InvalidParameterCombination<\/Code><Message>The parameters MetricData\.member\.1\.Value and MetricData\.member\.1\.Values are mutually exclusive and you have specified both\.</,
    );
  });

  it('refuses an operation that is not here by its name', async () => {
    const { status, xml } = await ask('PutDashboard', { DashboardName: 'd' });
    assert.equal(status, 400);
    assert.match(xml, /<Message>the local GraniteServiceVersion20100801 has no PutDashboard; it has GetMetricData/);
  });
});
