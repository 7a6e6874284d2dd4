import { closeServer, listenLocally } from '../ports.ts';
import { Clock } from './clock.ts';
import type { CompositeAlarmDeclaration, MetricAlarmDeclaration } from './cloudwatch/alarms/declaration.ts';
import { type CloudWatch, createCloudWatch } from './cloudwatch/cloudwatch.ts';
import type { DashboardDeclaration } from './cloudwatch/dashboards.ts';
import { awsEndpointServer } from './endpoint.ts';
import type { ArchiveDeclaration } from './eventbridge/archive/archive.ts';
import type { EventBus, EventRule } from './eventbridge/bus.ts';
import { createEventBridge } from './eventbridge/eventbridge.ts';
import { createFaults, type Faults } from './faults.ts';
import { type FunctionDeclaration, lambdaService } from './lambda/api.ts';
import { createLocalEvents, type LocalEvents } from './local-events.ts';
import type { QueryDefinition } from './logs/insights/definitions.ts';
import type { LogGroupDeclaration } from './logs/log-group.ts';
import { type CloudWatchLogs, createCloudWatchLogs } from './logs/logs.ts';
import type { MetricFilter } from './logs/metric-filters.ts';
import { pipesService } from './pipes/api.ts';
import type { PipeDeclaration } from './pipes/declaration.ts';
import { startPipes } from './pipes/pipes.ts';
import { ruleTargets } from './rule-targets.ts';
import { createSecretsManager, type SecretDeclaration } from './secretsmanager/secretsmanager.ts';
import { byTarget, callOperation, type Service } from './service.ts';
import type { KeyDeclaration, SubscriptionDeclaration, TopicDeclaration } from './sns/declaration.ts';
import { createSns, type Sns } from './sns/sns.ts';
import type { QueueDeclaration } from './sqs/declaration.ts';
import { createSqs } from './sqs/sqs.ts';
import { stsService } from './sts/sts.ts';
import type { GroupDeclaration } from './xray/groups.ts';
import { createXray, type Xray } from './xray/xray.ts';

/** What a program declares, as each service takes it. */
export interface AwsDeclarations {
  readonly secrets: readonly SecretDeclaration[];
  readonly buses: readonly EventBus[];
  readonly rules: readonly EventRule[];
  readonly archives: readonly ArchiveDeclaration[];
  readonly pipes: readonly PipeDeclaration[];
  readonly queues: readonly QueueDeclaration[];
  readonly topics: readonly TopicDeclaration[];
  readonly subscriptions: readonly SubscriptionDeclaration[];
  /** KMS keys, of which SNS needs the policies. */
  readonly keys: readonly KeyDeclaration[];
  readonly logGroups: readonly LogGroupDeclaration[];
  readonly metricFilters: readonly MetricFilter[];
  readonly queryDefinitions: readonly QueryDefinition[];
  readonly dashboards: readonly DashboardDeclaration[];
  readonly metricAlarms: readonly MetricAlarmDeclaration[];
  readonly compositeAlarms: readonly CompositeAlarmDeclaration[];
  readonly xrayGroups: readonly GroupDeclaration[];
  readonly functions: readonly FunctionDeclaration[];
}

export interface AwsOptions {
  readonly region: string;
  readonly account: string;
  /** The port that the AWS endpoint listens on. */
  readonly port: number;
  /** Base URL of the AWS endpoint. */
  readonly endpoint: string;
  /** Name of the function whose AWS/Lambda metrics CloudWatch keeps. */
  readonly functionName: string;
  readonly note: (line: string) => void;
  /** How many times faster than real time the clock of metrics and alarms runs. Default 1. */
  readonly clockSpeed: number | undefined;
  /** For how long the secrets have had their values, in milliseconds. Default 0. */
  readonly secretAgeMs: number | undefined;
}

/** All services that a program uses, behind one endpoint. What Lambda runs is in stack/function.ts. */
export interface LocalAws extends AsyncDisposable {
  readonly services: readonly Service[];
  readonly localEvents: LocalEvents;
  readonly logs: CloudWatchLogs;
  readonly cloudWatch: CloudWatch;
  readonly sns: Sns;
  readonly xray: Xray;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** Longer than anything blocks a process that is idle otherwise. */
const stallMs = 250;

/** Turns what a program declares into running services, and serves them on one endpoint. */
export async function startAws(declared: AwsDeclarations, options: AwsOptions): Promise<LocalAws> {
  const { region, account, port, endpoint, functionName, note, clockSpeed, secretAgeMs } = options;
  await using cleanup = new AsyncDisposableStack();
  const faults = createFaults();
  const localEvents = createLocalEvents(declared.buses, { region, account, endpoint });
  const longestGapMs = clockSpeed === undefined ? Number.POSITIVE_INFINITY : stallMs;
  const clock = cleanup.use(new Clock(clockSpeed, Date.now, longestGapMs));

  const secretsManager = createSecretsManager({
    secrets: declared.secrets,
    ...(secretAgeMs !== undefined && { ageMs: secretAgeMs }),
  });

  const logs = createCloudWatchLogs({ groups: declared.logGroups, queryDefinitions: declared.queryDefinitions });

  const cloudWatch = createCloudWatch({
    dashboards: declared.dashboards,
    alarms: declared.metricAlarms,
    compositeAlarms: declared.compositeAlarms,
    metricFilters: declared.metricFilters,
    clock,
    act: (action, notification) => sns.publish(action, notification),
    functionName,
  });
  cleanup.defer(() => cloudWatch.close());
  logs.subscribe(cloudWatch.observe.log);

  const sqs = createSqs({
    queues: [...declared.queues, localEvents.queue],
    metricsClock: clock,
    observe: (event) => event.queue !== localEvents.name && cloudWatch.observe.queue(event),
  });

  const sns = createSns({
    topics: declared.topics,
    subscriptions: declared.subscriptions,
    keys: declared.keys,
    send: sqs.send,
    endpoint,
    now: clock.now,
  });
  cleanup.defer(() => sns.close());

  const eventBridge = createEventBridge({
    buses: declared.buses,
    rules: [...declared.rules, ...localEvents.rules],
    archives: declared.archives,
    region,
    account,
    send: faults.wrapDelivery(ruleTargets(sqs, logs, declared.logGroups, localEvents)),
    warn: note,
    observe: (event) => event.rule.name !== localEvents.name && cloudWatch.observe.bus(event),
  });
  cleanup.defer(() => eventBridge.close());

  const xray = createXray({ groups: declared.xrayGroups, note });

  const services = [secretsManager, eventBridge, sqs, logs, cloudWatch, sns, xray]
    .map(({ service }) => service)
    .concat(pipesService(declared.pipes), lambdaService(declared.functions), stsService(account))
    .map(faults.wrapService);
  const server = awsEndpointServer(services);
  await listenLocally(server, port, 'aws-port');
  cleanup.defer(() => closeServer(server));
  cleanup.defer(() => sqs.close());

  const byName = byTarget(services);
  const pipes = startPipes({
    pipes: declared.pipes,
    callSqs: (operation, input, signal) => callOperation(byName, 'AmazonSQS', operation, input, signal),
    queueUrl: sqs.url,
    putEvents: (input, signal) => callOperation(byName, 'AWSEvents', 'PutEvents', input, signal),
    warn: note,
  });
  cleanup.defer(() => pipes.close());

  const running = cleanup.move();
  return {
    services,
    localEvents,
    logs,
    cloudWatch,
    sns,
    xray,
    faults,
    clock,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
