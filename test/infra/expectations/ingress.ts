import assert from 'node:assert/strict';
import { type Graph, ofType } from '../../../local/index.ts';
import { account, awsEndpoint, type Given } from '../programs.ts';
import { type Expectation, one, physical, policy } from './expectation.ts';
import { secretOf } from './sources.ts';

/** The way in: function, URL, role, log group. */
export function ingress(given: Given): readonly Expectation[] {
  const { settings } = given;
  const namesake = physical(given);
  const theFunction = (graph: Graph) => one(graph, 'aws:lambda/function:Function', { name: namesake });
  const theRole = (graph: Graph) => one(graph, 'aws:iam/role:Role', { name: physical(given, settings.region) });
  const theLogGroup = (graph: Graph) =>
    one(graph, 'aws:cloudwatch/logGroup:LogGroup', { name: `/aws/lambda/${namesake}` });
  const theRolePolicy = (graph: Graph) => one(graph, 'aws:iam/rolePolicy:RolePolicy', { name: namesake });

  return [
    {
      says: 'the function runs its bundle on Node 24, as large and on the architecture that is set, for five seconds',
      check: (graph) => {
        const { runtime, handler, code, memorySize, architectures, timeout } = theFunction(graph).inputs;
        assert.deepEqual(
          { runtime, handler, memorySize, architectures, timeout },
          {
            runtime: 'nodejs24.x',
            handler: 'index.handler',
            memorySize: settings.memory,
            architectures: [settings.architecture],
            timeout: 5,
          },
        );
        const file =
          settings.schemes.length > 0 ? /\/dist\/function-momento\+own-[0-9a-f]{16}\.zip$/ : /\/dist\/function\.zip$/;
        assert.match(String(code), file);
      },
    },
    {
      says: 'the function handles at most as many deliveries at once as is set',
      check: (graph) =>
        assert.equal(theFunction(graph).inputs.reservedConcurrentExecutions, settings.reservedConcurrency),
    },
    {
      says: "the function's log group is made by the stack, before the function, and keeps lines as long as is set",
      check: (graph) => {
        const logGroup = theLogGroup(graph);
        assert.equal(logGroup.inputs.retentionInDays, settings.logRetentionDays);
        assert.ok(theFunction(graph).dependencies.includes(logGroup.urn));
      },
    },
    {
      says: 'the function learns its bus, its sources with their secrets, and its limits from its environment',
      check: (graph) => {
        const { SOURCES, ...rest } = (theFunction(graph).inputs.environment as Environment).variables;
        assert.deepEqual(
          JSON.parse(SOURCES ?? ''),
          settings.sources.map(({ name, scheme }) => ({
            name,
            scheme,
            secretId: secretOf(graph, given, name).outputs.arn,
          })),
        );
        assert.partialDeepStrictEqual(rest, {
          POWERTOOLS_SERVICE_NAME: namesake,
          BUS_NAME: namesake,
          PARKING_QUEUE_URL: `${awsEndpoint}/${account}/${physical(given, 'parking')}`,
          FRESHNESS_SECONDS: String(settings.freshnessSeconds),
          MAX_DELIVERY_BYTES: String(settings.maxDeliveryBytes),
          SECRET_CACHE_SECONDS: String(settings.secretCacheSeconds),
        });
      },
    },
    {
      says: "the function has a role of its own, which nothing but Lambda may assume, and waits for the role's policy",
      check: (graph) => {
        const role = theRole(graph);
        assert.deepEqual(policy(role.inputs.assumeRolePolicy), {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        });
        assert.equal(theFunction(graph).inputs.role, role.outputs.arn);
        assert.ok(theFunction(graph).dependencies.includes(theRolePolicy(graph).urn));
      },
    },
    {
      says: 'the function may write its log, read its secrets, put on its bus, park and send traces, and nothing else',
      check: (graph) => {
        const { role, policy: text } = theRolePolicy(graph).inputs;
        assert.equal(role, theRole(graph).id);
        const at = `${settings.region}:${account}`;
        assert.deepEqual(policy(text), {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: `arn:aws:logs:${at}:log-group:/aws/lambda/${namesake}:*`,
            },
            {
              Effect: 'Allow',
              Action: 'secretsmanager:GetSecretValue',
              Resource: settings.sources.map(({ name }) => secretOf(graph, given, name).outputs.arn),
            },
            { Effect: 'Allow', Action: 'events:PutEvents', Resource: `arn:aws:events:${at}:event-bus/${namesake}` },
            { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${at}:${physical(given, 'parking')}` },
            { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
          ],
        });
      },
    },
    {
      says: 'the function has a URL that asks for no AWS credentials and answers no browser of another origin',
      check: (graph) =>
        assert.deepEqual(one(graph, 'aws:lambda/functionUrl:FunctionUrl').inputs, {
          functionName: namesake,
          authorizationType: 'NONE',
        }),
    },
    {
      says: 'anyone may call the URL, and invoke the function through the URL only',
      check: (graph) => {
        const permissions = ofType(graph, 'aws:lambda/permission:Permission').map(({ inputs }) => inputs);
        const byAction = Object.fromEntries(
          permissions.map(({ action, statementId, ...rest }) => [
            action,
            { ...rest, named: statementId !== undefined },
          ]),
        );
        assert.equal(new Set(permissions.map(({ statementId }) => statementId)).size, permissions.length);
        assert.deepEqual(byAction, {
          'lambda:InvokeFunctionUrl': { function: namesake, principal: '*', functionUrlAuthType: 'NONE', named: true },
          'lambda:InvokeFunction': { function: namesake, principal: '*', invokedViaFunctionUrl: true, named: true },
        });
      },
    },
    {
      says: 'no permission takes a statement id that AWS gives its own statements of a public URL',
      check: (graph) => {
        const taken = ['FunctionURLAllowPublicAccess', 'FunctionURLAllowInvokeAction'];
        const ids = ofType(graph, 'aws:lambda/permission:Permission').map(({ inputs }) => String(inputs.statementId));
        assert.deepEqual(
          ids.filter((id) => taken.includes(id)),
          [],
        );
      },
    },
  ];
}

interface Environment {
  readonly variables: Readonly<Record<string, string>>;
}
