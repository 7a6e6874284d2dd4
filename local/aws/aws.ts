import { randomBytes } from 'node:crypto';
import { close, listen } from '../ports.ts';
import { alarmsOf, compositeAlarmsOf, dashboardsOf } from '../stack/declared/cloudwatch.ts';
import { archivesOf, busesOf, rulesOf } from '../stack/declared/eventbridge.ts';
import { logGroupsOf, metricFiltersOf, queryDefinitionsOf } from '../stack/declared/logs.ts';
import { pipesOf } from '../stack/declared/pipes.ts';
import { secretsOf } from '../stack/declared/secretsmanager.ts';
import { keysOf, subscriptionsOf, topicsOf } from '../stack/declared/sns.ts';
import { queuesOf } from '../stack/declared/sqs.ts';
import { xrayGroupsOf } from '../stack/declared/xray.ts';
import type { Graph } from '../stack/program/graph.ts';
import { Clock } from './clock.ts';
import { type CloudWatch, cloudWatch } from './cloudwatch/cloudwatch.ts';
import { awsEndpoint } from './endpoint.ts';
import type { Bus } from './eventbridge/bus.ts';
import { eventBridge } from './eventbridge/eventbridge.ts';
import { type Faults, faults } from './faults.ts';
import { type LocalEvents, localEvents } from './local-events.ts';
import { cloudWatchLogs } from './logs/logs.ts';
import { pipesApi } from './pipes/api.ts';
import { pipes } from './pipes/pipes.ts';
import { secretsManager } from './secretsmanager/secretsmanager.ts';
import { byTarget, callOperation, type Service } from './service.ts';
import { type Sns, sns } from './sns/sns.ts';
import { sqs } from './sqs/sqs.ts';
import { targets } from './targets.ts';
import { xray } from './xray/xray.ts';

export interface AwsOptions {
  readonly region: string;
  readonly account: string;
  /** Where the endpoint is to listen, and its URL. */
  readonly port: number;
  readonly endpoint: string;
  /** Of the function, whose metrics CloudWatch keeps. */
  readonly functionName: string;
  readonly note: (line: string) => void;
  /** Of metrics and alarms. Default 1. */
  readonly clockSpeed: number | undefined;
  /** Of the signing secrets' values, in milliseconds. Default 0. */
  readonly secretAgeMs: number | undefined;
}

/** The services of AWS that a program uses, but for Lambda. */
export interface LocalAws extends AsyncDisposable {
  readonly services: readonly Service[];
  readonly buses: readonly Bus[];
  readonly events: LocalEvents;
  readonly logs: ReturnType<typeof cloudWatchLogs>;
  readonly watch: CloudWatch;
  readonly topics: Sns;
  readonly traces: ReturnType<typeof xray>;
  readonly faults: Faults;
  readonly clock: Clock;
}

/** Longer than anything keeps a process that has nothing to wait for. */
const stallMs = 250;

/** Turns what a program declares into services, and lets them be met on one endpoint. */
export async function startAws(graph: Graph, options: AwsOptions): Promise<LocalAws> {
  const { region, account, port, endpoint, functionName, note, clockSpeed, secretAgeMs } = options;
  await using cleanup = new AsyncDisposableStack();
  const logs = cloudWatchLogs({ groups: logGroupsOf(graph), queryDefinitions: queryDefinitionsOf(graph) });
  const longestGapMs = clockSpeed === undefined ? Number.POSITIVE_INFINITY : stallMs;
  const clock = cleanup.use(new Clock(clockSpeed, Date.now, longestGapMs));
  const watch = cloudWatch({
    dashboards: dashboardsOf(graph),
    alarms: alarmsOf(graph),
    compositeAlarms: compositeAlarmsOf(graph),
    metricFilters: metricFiltersOf(graph),
    clock,
    act: (action, notification) => topics.publish(action, notification),
    functionName,
  });
  cleanup.defer(() => watch.close());
  logs.subscribe(watch.observe.log);
  const buses = busesOf(graph);
  const events = localEvents(buses, { region, account, endpoint });
  const queues = sqs({
    queues: [...queuesOf(graph), events.queue],
    metricsClock: clock,
    observe: (event) => event.queue !== events.name && watch.observe.queue(event),
  });
  const topics = sns({
    topics: topicsOf(graph),
    subscriptions: subscriptionsOf(graph),
    keys: keysOf(graph),
    send: queues.send,
    endpoint,
    now: clock.now,
  });
  cleanup.defer(() => topics.close());
  const secrets = secretsManager({
    secrets: secretsOf(graph, () => randomBytes(24).toString('base64url')),
    ...(secretAgeMs !== undefined && { ageMs: secretAgeMs }),
  });
  const injected = faults();
  const bridge = eventBridge({
    buses,
    rules: [...rulesOf(graph), ...events.rules],
    archives: archivesOf(graph),
    region,
    account,
    send: injected.towards(targets(queues, logs, logGroupsOf(graph), events)),
    warn: note,
    observe: (event) => event.rule.name !== events.name && watch.observe.bus(event),
  });
  cleanup.defer(() => bridge.close());
  const traces = xray({ groups: xrayGroupsOf(graph), note });

  const pipesToRun = pipesOf(graph);
  const services = [secrets, bridge, queues, logs, watch, topics, traces]
    .map(({ service }) => service)
    .concat(pipesApi(pipesToRun))
    .map(injected.on);
  const server = awsEndpoint(services);
  await listen(server, port, 'aws-port');
  cleanup.defer(() => close(server));
  cleanup.defer(() => queues.close());
  const byName = byTarget(services);
  const moving = pipes({
    pipes: pipesToRun,
    callSqs: (operation, input, signal) => callOperation(byName, 'AmazonSQS', operation, input, signal),
    queueUrl: queues.url,
    putEvents: (input, signal) => callOperation(byName, 'AWSEvents', 'PutEvents', input, signal),
    warn: note,
  });
  cleanup.defer(() => moving.close());

  const running = cleanup.move();
  return {
    services,
    buses,
    events,
    logs,
    watch,
    topics,
    traces,
    faults: injected,
    clock,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
