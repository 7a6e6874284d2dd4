import { createLambdaHost, type FunctionLogLine, type InvocationRecord } from '../../../local/index.ts';
import type { Aws } from '../aws/aws.ts';
import { delivery } from '../delivery.ts';
import type { Peer } from '../peers/peers.ts';
import { type Phases, phasesOf } from './phases.ts';

/** Where a peer runs and what it calls. */
export interface Surroundings {
  readonly aws: Aws;
  /** File with the authority that the AWS endpoint's certificate comes from. */
  readonly authorityFile: string;
  readonly region: string;
  readonly account: string;
}

/** A peer with its code on disk. */
export interface Unpacked {
  readonly peer: Peer;
  readonly codeDirectory: string;
}

export interface HostedOptions extends Surroundings, Unpacked {
  readonly memoryMb: number;
  /** Over those of the peer. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with the id of a process between its INIT and its first invocation. */
  readonly initialised?: (pid: number) => void;
}

/** A peer that does not do what it is there for. */
export class PeerError extends Error {}

/** One delivery as the platform reports it. */
interface Delivered {
  readonly status: number;
  /** From the invocation handed over until the environment is ready for the next, as Lambda's Duration; milliseconds. */
  readonly durationMs: number;
  /** From the spawn of the process until it is ready for an invocation; only of a cold start. */
  readonly initMs?: number;
  /** What the function itself says of its cold start, when it does. */
  readonly phases?: Phases;
}

/** A peer under the local Lambda. */
export interface Hosted extends AsyncDisposable {
  readonly peer: Peer;
  /** Whatever the answer is. @throws Error with what the function logged, when there is none */
  readonly invoke: () => Promise<Delivered>;
  /** @throws Error when the delivery was not taken */
  readonly deliver: () => Promise<Delivered>;
  /** Of the one environment that there is after a delivery. */
  readonly pid: () => number;
  /** Ends it, so that the next delivery is a cold start. */
  readonly recycle: () => Promise<void>;
}

export function hosted({ peer, codeDirectory, memoryMb, environment, initialised, ...around }: HostedOptions): Hosted {
  const { aws, region, account } = around;
  const name = `bench-${peer.name}`;
  let lines: string[] = [];
  let last: InvocationRecord | undefined;
  const host = createLambdaHost(
    {
      name,
      arn: `arn:aws:lambda:${region}:${account}:function:${name}`,
      handler: 'index.handler',
      codeDirectory,
      // Not the 5 s of the real function: at 128 MB the naive peers would be cut off instead of measured.
      timeoutSeconds: 60,
      memoryMb,
      architecture: process.arch === 'arm64' ? 'arm64' : 'x86_64',
      region,
      environment: { ...peer.environment, ...environment },
      // None: what it reserved would bound how many deliveries it takes a second, too.
      reservedConcurrency: -1,
      logGroup: `/aws/lambda/${name}`,
      // At this level the platform says when INIT has ended.
      systemLogLevel: 'DEBUG',
      tracing: 'Active',
    },
    {
      extraEnvironment: {
        AWS_ENDPOINT_URL: aws.endpoint,
        AWS_XRAY_DAEMON_ADDRESS: aws.daemon,
        // The certificate is of our own making. On Lambda this is not set; here it is for all peers alike.
        NODE_EXTRA_CA_CERTS: around.authorityFile,
      },
      // An environment waits for its turn for as long as the others take theirs.
      idleMs: 3_600_000,
      log: ({ message }: FunctionLogLine) => {
        lines.push(message);
        if (initialised && message.includes('"platform.initReport"')) initialised(pid());
      },
      observe: (event) => {
        last = event;
      },
    },
  );
  const pid = () => host.environments().pids[0] ?? 0;

  const invoke = async (): Promise<Delivered> => {
    lines = [];
    const invocation = await host.invoke(delivery());
    if (!invocation.ok) throw failure(`gave no answer (${invocation.reason})`);
    if (last?.kind !== 'invocation') throw failure('was not reported');
    const { durationMs, initDurationMs } = last.metrics;
    const phases = initDurationMs === undefined ? undefined : phasesOf(lines);
    return {
      // Each peer answers as behind a Function URL, with its status.
      status: Number(JSON.parse(invocation.payload.toString('utf8')).statusCode),
      durationMs,
      ...(initDurationMs === undefined ? {} : { initMs: initDurationMs }),
      ...(phases === undefined ? {} : { phases }),
    };
  };
  const failure = (what: string) =>
    new PeerError(`${peer.name} at ${memoryMb} MB ${what}; it logged:\n${lines.join('\n')}`);

  return {
    peer,
    pid,
    recycle: () => host.recycle(),
    invoke,
    deliver: async () => {
      const delivered = await invoke();
      if (delivered.status !== 200) throw failure(`answered ${delivered.status} to a signed, fresh delivery`);
      return delivered;
    },
    [Symbol.asyncDispose]: () => host.close(),
  };
}
