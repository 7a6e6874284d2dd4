import assert from 'node:assert/strict';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  DescribeQueryDefinitionsCommand,
  type DescribeQueryDefinitionsCommandOutput,
  FilterLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type LocalStack, ofType, startStack } from '../../local/index.ts';
import { asked } from '../local/aws/logs/insights/asked.ts';
import { until } from '../until.ts';
import { payload, sign } from './running.ts';

const published = 6;
const stale = 3;

interface Widget {
  readonly type: string;
  readonly properties: { readonly query?: string };
}

describe('the queries that the program declares', () => {
  let stack: LocalStack;
  let client: CloudWatchLogsClient;
  let saved: NonNullable<DescribeQueryDefinitionsCommandOutput['queryDefinitions']>;

  before(async function (this: Mocha.Context) {
    stack = await startStack({
      root: join(import.meta.dirname, '../..'),
      stack: 'dev',
      port: 0,
      awsPort: 0,
      note: () => {},
    });
    const access = {
      endpoint: stack.awsEndpoint,
      region: stack.region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    };
    client = new CloudWatchLogsClient(access);
    const [{ url, secretId } = assert.fail('no source')] = stack.sources;
    const { SecretString = '' } = await new SecretsManagerClient(access).send(
      new GetSecretValueCommand({ SecretId: secretId }),
    );
    for (let n = 0; n < published + stale; n += 1) {
      const body = payload(n < published ? {} : { publish_timestamp: Date.now() - 100_000 });
      const headers = { 'content-type': 'application/json', 'momento-signature': sign(SecretString, body) };
      await fetch(url, { method: 'POST', headers, body });
    }
    const endFault = stack.faults.inject({
      service: 'AWSEvents',
      operation: 'PutEvents',
      fault: { kind: 'refuse', status: 503, code: 'ServiceUnavailable' },
    });
    const body = payload();
    const headers = { 'content-type': 'application/json', 'momento-signature': sign(SecretString, body) };
    await fetch(url, { method: 'POST', headers, body });
    endFault();
    // Lines reach a log group after the answer, as they do on AWS.
    const ofDeliveries = { logGroupName: stack.logGroup, filterPattern: '{ $.outcome = * }' };
    await until(async () => {
      const { events = [] } = await client.send(new FilterLogEventsCommand(ofDeliveries));
      return events.length === published + stale + 1;
    });
    ({ queryDefinitions: saved = [] } = await client.send(new DescribeQueryDefinitionsCommand({})));
  });
  after(async () => {
    client.destroy();
    await stack[Symbol.asyncDispose]();
  });

  const lastHour = () => ({
    startTime: Math.floor(Date.now() / 1000) - 3600,
    endTime: Math.ceil(Date.now() / 1000),
  });

  it('run, those that an operator saved, and find what was logged', async () => {
    for (const { name, queryString = '', logGroupNames = [stack.logGroup] } of saved) {
      const { status, results = [] } = await asked(client, queryString, { logGroupNames, ...lastHour() });
      assert.equal(status, 'Complete', name);
      // Nothing went wrong, so there is no error to find.
      if (!queryString.includes('"ERROR"')) assert.ok(results.length > 0, `${name} found nothing`);
    }
  });

  it('run, those of the dashboards’ widgets', async () => {
    const bodies = ofType(stack.graph, 'aws:cloudwatch/dashboard:Dashboard').map(({ inputs }) =>
      JSON.parse(String(inputs.dashboardBody)),
    );
    const widgets = bodies.flatMap((body): readonly Widget[] => body.widgets);
    const queries = widgets.flatMap(({ type, properties }) => (type === 'log' ? [properties.query ?? ''] : []));
    assert.ok(queries.length > 0);
    for (const query of queries) {
      const { status } = await asked(client, query, { logGroupNames: undefined, ...lastHour() });
      assert.equal(status, 'Complete', query);
    }
  });

  it('count every refusal', async () => {
    const query = 'filter outcome = "refused" | stats count(*) as refused by reason';
    const { results } = await asked(client, query, { logGroupName: stack.logGroup, ...lastHour() });
    assert.deepEqual(results, [
      [
        { field: 'reason', value: 'stale' },
        { field: 'refused', value: String(stale) },
      ],
    ]);
  });
});
