import { readStack } from '../../tools/stack-file.ts';
import { startAws } from '../aws/aws.ts';
import type { Clock } from '../aws/clock.ts';
import type { CloudWatch } from '../aws/cloudwatch/cloudwatch.ts';
import type { Faults } from '../aws/faults.ts';
import type { LambdaHost } from '../aws/lambda/lambda.ts';
import type { EventListener } from '../aws/local-events.ts';
import type { LogListener } from '../aws/logs/logs.ts';
import type { Service } from '../aws/service.ts';
import type { Sns } from '../aws/sns/sns.ts';
import { loopbackAddress, reservePort } from '../ports.ts';
import { declarationsOf } from './declared/declared.ts';
import { functionOf } from './declared/lambda.ts';
import { sourcesOf } from './declared/sources.ts';
import { startFunction } from './function.ts';
import type { Graph } from './program/graph.ts';
import { runProgram } from './program/program.ts';
import { awsProvider } from './program/provider.ts';

export interface StackOptions {
  /** The folder of Pulumi.yaml. */
  readonly root: string;
  readonly stack: string;
  /** Settings in place of the stack file's, KEY=VALUE. */
  readonly config?: readonly string[];
  /** The port of the Function URL; 0 takes any free one. */
  readonly port: number;
  /** The port of every AWS API; 0 takes any free one. */
  readonly awsPort: number;
  /** What a person should know but need not act on. */
  readonly note: (line: string) => void;
  /** How many times faster than real time the clock of metrics and alarms runs, except while the machine stalls. Default 1. */
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
  /** The services behind the AWS endpoint. */
  readonly services: readonly Service[];
  readonly sources: ReturnType<typeof sourcesOf>;
  readonly busNames: readonly string[];
  readonly logGroup: string;
  /** URL of the queue that gets every event of every bus. */
  readonly localEvents: string;
  readonly lambda: LambdaHost;
  /** The clock of metrics and alarms, and of nothing else. */
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

/** Runs the Pulumi program of a stack, and then what the program declares. */
export async function startStack(options: StackOptions): Promise<LocalStack> {
  const { root, stack, config, note, clockSpeed, secretAgeMs } = options;
  const configuration = readStack(root, stack, config);
  for (const key of configuration.encrypted) {
    note(
      `${key} is encrypted in Pulumi.${stack}.yaml and not decrypted here: a secret gets a random value, others their default`,
    );
  }
  const region = configuration.values[`${configuration.project}:region`] ?? '';
  await using urlPort = await reservePort(options.port, 'port');
  await using awsPort = await reservePort(options.awsPort, 'aws-port');
  const functionUrl = `http://${loopbackAddress}:${urlPort.port}/`;
  const awsEndpoint = `http://${loopbackAddress}:${awsPort.port}`;
  const graph = await runProgram(root, configuration, awsProvider({ region, account, awsEndpoint, functionUrl }));
  const declared = declarationsOf(graph);
  const declaredFunction = functionOf(graph);

  await using cleanup = new AsyncDisposableStack();
  await awsPort[Symbol.asyncDispose]();
  const aws = cleanup.use(
    await startAws(declared, {
      region,
      account,
      port: awsPort.port,
      endpoint: awsEndpoint,
      functionName: declaredFunction.name,
      note,
      clockSpeed,
      secretAgeMs,
    }),
  );
  const { lambda } = cleanup.use(await startFunction(declaredFunction, { aws, awsEndpoint, urlPort }));

  const running = cleanup.move();
  return {
    stack,
    graph,
    region,
    functionUrl,
    awsEndpoint,
    services: aws.services,
    sources: sourcesOf(graph),
    busNames: declared.buses.map(({ name }) => name),
    logGroup: declaredFunction.logGroup,
    localEvents: aws.localEvents.queue.url,
    lambda,
    clock: aws.clock,
    notifications: aws.sns,
    alarms: aws.cloudWatch,
    faults: aws.faults,
    onLog: aws.logs.subscribe,
    onEvent: aws.localEvents.subscribe,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
