import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { readStack } from '../../tools/stack-file.ts';
import { startAws } from '../aws/aws.ts';
import type { Clock } from '../aws/clock.ts';
import type { CloudWatch } from '../aws/cloudwatch/cloudwatch.ts';
import type { Faults } from '../aws/faults.ts';
import { functionUrl } from '../aws/lambda/function-url/function-url.ts';
import { type LambdaHost, lambdaHost } from '../aws/lambda/lambda.ts';
import type { EventListener } from '../aws/local-events.ts';
import type { LogListener } from '../aws/logs/logs.ts';
import type { Service } from '../aws/service.ts';
import type { Sns } from '../aws/sns/sns.ts';
import { close, host, listen, reservePort } from '../ports.ts';
import { functionOf, urlIdOf } from './declared/lambda.ts';
import { sourcesOf } from './declared/sources.ts';
import type { Graph } from './program/graph.ts';
import { runProgram } from './program/program.ts';
import { awsProvider } from './program/provider.ts';

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
  /** How many times faster than the wall's the clock of metrics and alarms runs, but for when the machine stalls. Default 1. */
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

/** Runs the program of a stack, and what it declares. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { root, stack, config, port, awsPort, note, clockSpeed, secretAgeMs } = options;
  const configuration = readStack(root, stack, config);
  for (const key of configuration.encrypted) {
    note(
      `${key} is encrypted in Pulumi.${stack}.yaml and not decrypted here: a secret gets a random value, others their default`,
    );
  }
  await using forUrl = await reservePort(port, 'port');
  await using forAws = await reservePort(awsPort, 'aws-port');
  const endpoint = `http://${host}:${forAws.port}`;
  const url = `http://${host}:${forUrl.port}/`;
  const region = configuration.values[`${configuration.project}:region`] ?? '';
  const graph = await runProgram(
    root,
    configuration,
    awsProvider({ region, account, awsEndpoint: endpoint, functionUrl: url }),
  );

  await using cleanup = new AsyncDisposableStack();
  const { zip, ...declared } = functionOf(graph);
  await forAws[Symbol.asyncDispose]();
  const aws = cleanup.use(
    await startAws(graph, {
      region,
      account,
      port: forAws.port,
      endpoint,
      functionName: declared.name,
      note,
      clockSpeed,
      secretAgeMs,
    }),
  );
  const { logs, watch, traces } = aws;
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
  await forUrl[Symbol.asyncDispose]();
  await listen(urlServer, forUrl.port, 'port');
  cleanup.defer(() => close(urlServer));

  const running = cleanup.move();
  return {
    stack,
    graph,
    region,
    functionUrl: url,
    awsEndpoint: endpoint,
    services: aws.services,
    sources: sourcesOf(graph),
    busNames: aws.buses.map(({ name }) => name),
    logGroup: declared.logGroup,
    localEvents: aws.events.queue.url,
    lambda,
    clock: aws.clock,
    notifications: aws.topics,
    alarms: watch,
    faults: aws.faults,
    onLog: logs.subscribe,
    onEvent: aws.events.subscribe,
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
