import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { type Graph, ofType, type Properties, type Resource } from '../../../local/index.ts';
import { account, type Given } from '../programs.ts';
import { type Expectation, list, policy, type Statement } from './expectation.ts';
import { provisioned } from './provisioned.ts';

/** What an auditor asks of a stack, whatever it is configured with. */
export function security({ settings }: Given): readonly Expectation[] {
  return [
    {
      says: 'every resource is of a type of which it is known who reaches it, and whether data rests in it',
      check: (graph) =>
        assert.deepEqual(named(provisioned(graph).filter(({ type }) => !Object.hasOwn(types, type))), []),
    },
    {
      says: 'the only way in from outside of the account is the Function URL: every policy lets in services of AWS alone, but for the account that administers its key',
      check: (graph) => {
        for (const statement of statements(graph)) {
          const { Principal } = statement;
          if (Principal === undefined || administersKey(graph, statement)) continue;
          assert.ok(typeof Principal === 'object', `a policy lets in ${JSON.stringify(Principal)}`);
          assert.deepEqual(Object.keys(Principal), ['Service'], JSON.stringify(Principal));
          for (const service of list(Principal.Service)) assert.match(service, /^[a-z.]+\.amazonaws\.com$/);
        }
        const open = ofType(graph, 'aws:lambda/permission:Permission').filter((each) => !ofTheUrl(each));
        assert.deepEqual(named(open), []);
        const urls = ofType(graph, 'aws:lambda/functionUrl:FunctionUrl');
        assert.ok(urls.length <= 1, `${urls.length} Function URLs`);
      },
    },
    {
      says: 'whatever rests is encrypted: queues by the key of SQS, secrets, events, logs and the function by AWS, always',
      check: (graph) => assert.deepEqual(named(provisioned(graph).filter((each) => !encrypted(each))), []),
    },
    {
      says: "no policy has a wildcard in an action, resource or principal, but for the streams of one log group, X-Ray's two actions and a key's own policy",
      check: (graph) => {
        for (const statement of statements(graph)) {
          if (administersKey(graph, statement) || usesKey(graph, statement)) continue;
          const { Action, Resource, Principal } = statement;
          const actions = list(Action);
          const said = JSON.stringify({ Action, Resource, Principal });
          assert.deepEqual(actions.filter(isOpen), [], said);
          assert.ok(!JSON.stringify(Principal ?? '').includes('*'), said);
          // The two know no resource but `*`: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
          const ofXray = actions.every((action) => sendsTraces.includes(action));
          assert.deepEqual(list(Resource).map(withoutStreams).filter(isOpen), ofXray ? ['*'] : [], said);
        }
      },
    },
    {
      says: 'only CloudWatch publishes to a topic or uses the key of topics, and only for this account',
      check: (graph) => {
        const policies = [
          ...ofType(graph, 'aws:sns/topicPolicy:TopicPolicy'),
          ...ofType(graph, 'aws:kms/key:Key'),
        ].flatMap(({ inputs }) => policy(inputs.policy).Statement);
        for (const statement of policies.filter((each) => !administersKey(graph, each))) {
          assert.deepEqual(statement.Principal, { Service: 'cloudwatch.amazonaws.com' });
          assert.equal(statement.Condition?.StringEquals?.['aws:SourceAccount'], account);
        }
        const topics = ofType(graph, 'aws:sns/topic:Topic').map(({ outputs }) => outputs.arn);
        const kept = ofType(graph, 'aws:sns/topicPolicy:TopicPolicy').map(({ inputs }) => inputs.arn);
        // Without a policy of its own a topic lets its whole account publish.
        assert.deepEqual(kept.toSorted(), topics.toSorted());
      },
    },
    {
      says: 'every policy names resources of this stack only',
      check: (graph) => {
        const own = new Set(provisioned(graph).map(({ outputs }) => outputs.arn));
        for (const { Resource } of statements(graph)) {
          for (const resource of list(Resource).filter((each) => each !== '*')) {
            assert.ok(own.has(resource.replace(/:\*$/, '')), resource);
          }
        }
      },
    },
    {
      says: 'everything that gathers data says how long it keeps it: log groups, queues and the archive',
      check: (graph) => {
        const forgetful = provisioned(graph).filter(({ type, inputs }) => {
          const key = types[type]?.retention;
          return key !== undefined && typeof inputs[key] !== 'number';
        });
        assert.deepEqual(named(forgetful), []);
        // 0 would keep a log for good; of the archive the setting says so on purpose.
        const endless = ofType(graph, 'aws:cloudwatch/logGroup:LogGroup').filter(
          ({ inputs }) => inputs.retentionInDays === 0,
        );
        assert.deepEqual(named(endless), []);
      },
    },
    {
      says: settings.protect
        ? 'bus, archive, secrets, queues and the logs of events are protected against deletion, and nothing else'
        : 'nothing is protected against deletion',
      check: (graph) => {
        const keepers = provisioned(graph).filter(({ type, inputs }) => types[type]?.irreplaceable?.(inputs) ?? false);
        assert.deepEqual(
          named(graph.resources.filter(({ protect }) => protect)),
          settings.protect ? named(keepers) : [],
        );
      },
    },
  ];
}

interface Type {
  /** Whether what rests in it is encrypted. Left out where nothing of a delivery, a sender or a secret rests. */
  readonly encrypted?: (inputs: Properties) => boolean;
  /** The input that says how long it keeps what it gathers. */
  readonly retention?: string;
  /** Whether deleting it deletes what cannot be made again. */
  readonly irreplaceable?: (inputs: Properties) => boolean;
}

const always = () => true;

/**
 * Each type that a stack may have. Where AWS encrypts by itself, with a key of its own and no setting that turns it off,
 * that counts:
 * https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-at-rest-key-options.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * https://docs.aws.amazon.com/lambda/latest/dg/security-encryption-at-rest.html
 * A queue's encryption can be turned off, so it has to be on in so many words:
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-server-side-encryption.html
 */
const types: Readonly<Record<string, Type>> = {
  'aws:secretsmanager/secret:Secret': { encrypted: always, irreplaceable: always },
  'aws:secretsmanager/secretVersion:SecretVersion': { encrypted: always },
  'aws:cloudwatch/eventBus:EventBus': { encrypted: always, irreplaceable: always },
  'aws:cloudwatch/eventArchive:EventArchive': { encrypted: always, irreplaceable: always, retention: 'retentionDays' },
  'aws:cloudwatch/eventRule:EventRule': {},
  'aws:cloudwatch/eventTarget:EventTarget': {},
  'aws:sqs/queue:Queue': {
    encrypted: ({ sqsManagedSseEnabled }) => sqsManagedSseEnabled === true,
    irreplaceable: always,
    retention: 'messageRetentionSeconds',
  },
  'aws:sqs/queuePolicy:QueuePolicy': {},
  'aws:pipes/pipe:Pipe': { encrypted: always },
  // By a key of the account's own: with that of SNS, which every account has, CloudWatch could not publish.
  'aws:sns/topic:Topic': { encrypted: ({ kmsMasterKeyId }) => String(kmsMasterKeyId).startsWith('arn:aws:kms:') },
  'aws:sns/topicPolicy:TopicPolicy': {},
  'aws:sns/topicSubscription:TopicSubscription': {},
  'aws:kms/key:Key': { encrypted: ({ enableKeyRotation }) => enableKeyRotation === true },
  'aws:kms/alias:Alias': {},
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': {},
  'aws:cloudwatch/logGroup:LogGroup': {
    encrypted: always,
    // Events that a rule put there. The function's own log tells of deliveries and holds none.
    irreplaceable: ({ name }) => String(name).startsWith('/aws/events/'),
    retention: 'retentionInDays',
  },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': {},
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': {},
  'aws:cloudwatch/metricAlarm:MetricAlarm': {},
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': {},
  'aws:cloudwatch/dashboard:Dashboard': {},
  'aws:cloudwatch/queryDefinition:QueryDefinition': {},
  'aws:xray/group:Group': {},
  'aws:iam/role:Role': {},
  'aws:iam/rolePolicy:RolePolicy': {},
  'aws:lambda/function:Function': { encrypted: always },
  'aws:lambda/functionUrl:FunctionUrl': {},
  'aws:lambda/permission:Permission': {},
};

const sendsTraces = ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'];

/**
 * The one statement that lets in the account itself, without which nobody could ever change the key again. `*` in a key's
 * policy is that key.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
function administersKey(graph: Graph, statement: Statement): boolean {
  return ofKey(graph, statement, {
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
}

/** What CloudWatch needs of a key to publish to a topic that it encrypts, in AWS's own words. */
function usesKey(graph: Graph, statement: Statement): boolean {
  return ofKey(graph, statement, {
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  });
}

function ofKey(graph: Graph, statement: Statement, wanted: Statement): boolean {
  const ofKeys = ofType(graph, 'aws:kms/key:Key').flatMap(({ inputs }) => policy(inputs.policy).Statement);
  const { Principal, Action, Resource } = statement;
  return (
    isDeepStrictEqual({ Principal, Action, Resource }, wanted) &&
    ofKeys.some((each) => isDeepStrictEqual(each, statement))
  );
}

function encrypted({ type, inputs }: Resource): boolean {
  return types[type]?.encrypted?.(inputs) ?? true;
}

/**
 * The two permissions that a public Function URL takes: to call the URL, and to invoke the function through it.
 * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
 */
function ofTheUrl({ inputs: { action, principal, functionUrlAuthType, invokedViaFunctionUrl } }: Resource): boolean {
  if (principal !== '*') return false;
  if (action === 'lambda:InvokeFunctionUrl') return functionUrlAuthType === 'NONE';
  return action === 'lambda:InvokeFunction' && invokedViaFunctionUrl === true;
}

/** Inputs that hold a policy of AWS, whatever the resource. */
function statements(graph: Graph): readonly Statement[] {
  return provisioned(graph)
    .flatMap(({ inputs }) => [inputs.policy, inputs.policyDocument, inputs.assumeRolePolicy])
    .filter((text) => text !== undefined)
    .flatMap((text) => policy(text).Statement);
}

function isOpen(text: string): boolean {
  return text.includes('*');
}

/** A log group's streams are `ARN:*`: the star stands for what is in this one group. */
function withoutStreams(resource: string): string {
  return resource.replace(/(:log-group:[^*]+):\*$/, '$1');
}

function named(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ urn }) => urn).sort();
}
