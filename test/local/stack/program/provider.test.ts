import assert from 'node:assert/strict';
import { awsProvider } from '../../../../local/stack/program/provider.ts';

const place = {
  region: 'eu-west-1',
  account: '000000000000',
  awsEndpoint: 'http://127.0.0.1:4566',
  functionUrl: 'http://127.0.0.1:3000/',
};
const provide = awsProvider(place);

describe('AWS provider of the local run', () => {
  it('refuses a type it has no service for, by type and name, and says what it has', () => {
    assert.throws(() => provide('aws:s3/bucket:Bucket', 'uploads', {}), {
      message:
        /^the local AWS has no aws:s3\/bucket:Bucket \(uploads\); it has pulumi:providers:aws, .*aws:sqs\/queue:Queue/,
    });
  });

  it('refuses what every object has a property of, too', () => {
    assert.throws(() => provide('toString', 'x', {}), { message: /^the local AWS has no toString/ });
    assert.throws(() => provide('__proto__', 'x', {}), { message: /^the local AWS has no __proto__/ });
  });

  it('names resources of the place by its account and region', () => {
    const arns = [
      provide('aws:sqs/queue:Queue', 'x', { name: 'q' }),
      provide('aws:cloudwatch/eventBus:EventBus', 'x', { name: 'b' }),
      provide('aws:cloudwatch/eventRule:EventRule', 'x', { name: 'r', eventBusName: 'b' }),
      provide('aws:cloudwatch/logGroup:LogGroup', 'x', { name: '/aws/events/l' }),
      provide('aws:lambda/function:Function', 'x', { name: 'f' }),
      provide('aws:iam/role:Role', 'x', { name: 'i' }),
      provide('aws:cloudwatch/metricAlarm:MetricAlarm', 'x', { name: 'a' }),
      provide('aws:pipes/pipe:Pipe', 'x', { name: 'p' }),
    ].map(({ properties }) => properties.arn);

    assert.deepEqual(arns, [
      'arn:aws:sqs:eu-west-1:000000000000:q',
      'arn:aws:events:eu-west-1:000000000000:event-bus/b',
      'arn:aws:events:eu-west-1:000000000000:rule/b/r',
      'arn:aws:logs:eu-west-1:000000000000:log-group:/aws/events/l',
      'arn:aws:lambda:eu-west-1:000000000000:function:f',
      'arn:aws:iam::000000000000:role/i',
      'arn:aws:cloudwatch:eu-west-1:000000000000:alarm:a',
      'arn:aws:pipes:eu-west-1:000000000000:pipe/p',
    ]);
  });

  it('names a dashboard by its account alone, as no region has it', () => {
    const { id, properties } = provide('aws:cloudwatch/dashboard:Dashboard', 'x', { dashboardName: 'd' });

    assert.deepEqual([id, properties], ['d', { dashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/d' }]);
  });

  it('gives saved queries and groups of traces the ids that AWS makes up, the same in every run', () => {
    const query = () => provide('aws:cloudwatch/queryDefinition:QueryDefinition', 'x', { name: 'f/q' });
    const group = () => provide('aws:xray/group:Group', 'x', { groupName: 'g' });

    assert.match(query().id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(query().properties.queryDefinitionId, query().id);
    assert.equal(query().properties.arn, `arn:aws:logs:eu-west-1:000000000000:query-definition:${query().id}`);
    assert.match(group().id, /^arn:aws:xray:eu-west-1:000000000000:group\/g\/[0-9A-F]{32}$/);
    assert.equal(group().properties.arn, group().id);
  });

  it('gives queues and the function the URLs where the local run serves them', () => {
    const queue = provide('aws:sqs/queue:Queue', 'x', { name: 'q' });
    const url = provide('aws:lambda/functionUrl:FunctionUrl', 'x', { functionName: 'f' });

    assert.equal(queue.properties.url, 'http://127.0.0.1:4566/000000000000/q');
    assert.equal(queue.id, queue.properties.url);
    assert.equal(url.properties.functionUrl, 'http://127.0.0.1:3000/');
  });

  it("ends a secret's ARN in six characters that are the same in every run and differ by name", () => {
    const arns = ['one', 'one', 'two'].map((name) =>
      String(provide('aws:secretsmanager/secret:Secret', 'x', { name }).id),
    );

    assert.match(arns[0] ?? '', /^arn:aws:secretsmanager:eu-west-1:000000000000:secret:one-[0-9a-f]{6}$/);
    assert.equal(arns[0], arns[1]);
    assert.notEqual(arns[0]?.slice(-6), arns[2]?.slice(-6));
  });
});
