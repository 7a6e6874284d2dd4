import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { Clock } from './clock.ts';
import { type CloudWatch, cloudWatch } from './cloudwatch/cloudwatch.ts';
import { alarmsOf, compositeAlarmsOf, dashboardsOf } from './declared/cloudwatch.ts';
import { sourcesOf } from './declared/deliveries.ts';
import { archivesOf, busesOf, rulesOf } from './declared/events.ts';
import { functionOf, urlIdOf } from './declared/function.ts';
import { logGroupsOf, metricFiltersOf, queryDefinitionsOf } from './declared/logs.ts';
import { keysOf, subscriptionsOf, topicsOf } from './declared/notifications.ts';
import { pipesOf } from './declared/pipes.ts';
import { queuesOf } from './declared/queues.ts';
import { secretsOf } from './declared/secrets.ts';
import { xrayGroupsOf } from './declared/xray.ts';
import { awsEndpoint } from './endpoint.ts';
import { eventBridge } from './events/event-bridge.ts';
import { type Faults, faults } from './faults.ts';
import { type LambdaHost, lambdaHost } from './lambda/host.ts';
import { functionUrl } from './lambda/url/function-url.ts';
import { type EventListener, localEvents } from './local-events.ts';
import { cloudWatchLogs, type LogListener } from './logs/cloudwatch-logs.ts';
import { type Sns, sns } from './notifications/sns.ts';
import { pipesApi } from './pipes/api.ts';
import { pipes } from './pipes/pipes.ts';
import { freePort, host, listen } from './ports.ts';
import { runProgram } from './pulumi/engine.ts';
import type { Graph } from './pulumi/graph.ts';
import { awsProvider } from './pulumi/provider.ts';
import { readStack } from './pulumi/stack-file.ts';
import { sqs } from './queues/sqs.ts';
import { secretsManager } from './secrets/secrets-manager.ts';
import { byTarget, callOperation, type Service } from './service.ts';
import { targets } from './targets.ts';
import { xray } from './xray/xray.ts';

export interface StackOptions {
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Settings in place of the stack file's, KEY=VALUE. */
  readonly config?: readonly string[];
  /** Of the Function URL; 0 takes any free one. */
  readonly port: number;
  /** Of every AWS API; 0 takes any free one. */
  readonly awsPort: number;
  /** What a person should know but need not act on. */
  readonly note: (line: string) => void;
  /** How many times faster than the wall's the clock of metrics and alarms runs. Default 1. */
  readonly clockSpeed?: number;
  /** For how long the signing secrets have had their values, in milliseconds. Default 0. */
  readonly secretAgeMs?: number;
}

/** The stack as it runs on this machine. */
export interface LocalStack extends AsyncDisposable {
  /** Its name: the NAME of Pulumi.NAME.yaml. */
  readonly stack: string;
  readonly graph: Graph;
  readonly region: string;
  readonly functionUrl: string;
  readonly awsEndpoint: string;
  /** What is behind the AWS endpoint. */
  readonly services: readonly Service[];
  readonly sources: ReturnType<typeof sourcesOf>;
  readonly busNames: readonly string[];
  readonly logGroup: string;
  /** URL of the queue that gets every event of every bus. */
  readonly localEvents: string;
  readonly lambda: LambdaHost;
  /** That metrics and alarms go by, and nothing else. */
  readonly clock: Clock;
  /** The alarms that were declared, and every value of a metric as it comes. */
  readonly alarms: Pick<CloudWatch, 'declared' | 'onDatum'>;
  /** What the topics got, and what became of it. */
  readonly notifications: Pick<Sns, 'deliveries' | 'subscribe'>;
  /** For whoever wants to see what becomes of deliveries when something goes wrong. */
  readonly faults: Faults;
  /** Every line of every log group as it is written. Answers with the way to stop. */
  readonly onLog: (listener: LogListener) => () => void;
  /** Every event of every bus as targets get it, in JSON. Answers with the way to stop. */
  readonly onEvent: (listener: EventListener) => () => void;
}

/** The account number of everything local. */
const account = '000000000000';

/** Runs the program of a stack and turns what it declares into services. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { root, stack, config, port, awsPort, note, clockSpeed, secretAgeMs } = options;
  const configuration = readStack(root, stack, config);
  for (const key of configuration.encrypted) {
    note(
      `${key} is encrypted in Pulumi.${stack}.yaml and not decrypted here: a secret gets a random value, others their default`,
    );
  }
  const ports = { url: await freePort(port, 'port'), aws: await freePort(awsPort, 'aws-port') };
  const endpoint = `http://${host}:${ports.aws}`;
  const url = `http://${host}:${ports.url}/`;
  const region = configuration.values[`${configuration.project}:region`] ?? '';
  const graph = await runProgram(
    root,
    configuration,
    awsProvider({ region, account, awsEndpoint: endpoint, functionUrl: url }),
  );

  await using cleanup = new AsyncDisposableStack();
  const logs = cloudWatchLogs({ groups: logGroupsOf(graph), queryDefinitions: queryDefinitionsOf(graph) });
  const { zip, ...declared } = functionOf(graph);
  const clock = cleanup.use(new Clock(clockSpeed));
  const watch = cloudWatch({
    dashboards: dashboardsOf(graph),
    alarms: alarmsOf(graph),
    compositeAlarms: compositeAlarmsOf(graph),
    metricFilters: metricFiltersOf(graph),
    clock,
    act: (action, notification) => topics.publish(action, notification),
    functionName: declared.name,
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
  const endpointServer = awsEndpoint(services);
  await listen(endpointServer, ports.aws, 'aws-port');
  cleanup.defer(() => close(endpointServer));
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

  const codeDirectory = await unpack(zip);
  cleanup.defer(() => rm(codeDirectory, { recursive: true, force: true }));
  const daemon = await traces.listen();
  cleanup.use(daemon);
  const lambda = lambdaHost(
    { ...declared, codeDirectory },
    {
      extraEnvironment: { AWS_ENDPOINT_URL: endpoint, AWS_XRAY_DAEMON_ADDRESS: daemon.address },
      log: ({ stream, timestamp, message }) => logs.write(declared.logGroup, stream, timestamp, message),
      observe(event) {
        watch.observe.lambda(event);
        traces.observe(event, declared);
      },
    },
  );
  cleanup.defer(() => lambda.close());
  const urlServer = functionUrl(lambda, { urlId: urlIdOf(graph), region, observe: watch.observe.functionUrl });
  await listen(urlServer, ports.url, 'port');
  cleanup.defer(() => close(urlServer));

  const running = cleanup.move();
  return {
    stack,
    graph,
    region,
    functionUrl: url,
    awsEndpoint: endpoint,
    services,
    sources: sourcesOf(graph),
    busNames: buses.map(({ name }) => name),
    logGroup: declared.logGroup,
    localEvents: events.queue.url,
    lambda,
    clock,
    notifications: topics,
    alarms: watch,
    faults: injected,
    onLog: logs.subscribe,
    onEvent: events.subscribe,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** The function's code as Lambda sees it: unpacked in a folder of its own. */
async function unpack(zip: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-'));
  for (const [name, content] of Object.entries(unzipSync(await readFile(zip)))) {
    await writeFile(join(folder, name), content);
  }
  return folder;
}

async function close(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}
