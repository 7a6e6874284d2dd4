import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { LocalAws } from '../aws/aws.ts';
import { functionUrlServer } from '../aws/lambda/function-url/function-url.ts';
import { createLambdaHost, type LambdaHost } from '../aws/lambda/lambda.ts';
import { closeServer, listenLocally, type ReservedPort } from '../ports.ts';
import type { DeclaredFunction } from './declared/lambda.ts';

export interface FunctionOptions {
  readonly aws: Pick<LocalAws, 'logs' | 'cloudWatch' | 'xray'>;
  readonly awsEndpoint: string;
  /** The port of the Function URL, given up when the URL is about to listen. */
  readonly urlPort: ReservedPort;
}

export interface RunningFunction extends AsyncDisposable {
  readonly lambda: LambdaHost;
}

/** Runs the function behind its URL, and hands what it logs, counts and traces to the local services. */
export async function startFunction(declared: DeclaredFunction, options: FunctionOptions): Promise<RunningFunction> {
  const { urlPort, awsEndpoint, aws } = options;
  const { logs, cloudWatch, xray } = aws;
  const { zip, urlId, ...configuration } = declared;
  await using cleanup = new AsyncDisposableStack();
  const codeDirectory = await unpack(zip);
  cleanup.defer(() => rm(codeDirectory, { recursive: true, force: true }));
  const daemon = cleanup.use(await xray.listen());

  const lambda = createLambdaHost(
    { ...configuration, codeDirectory },
    {
      extraEnvironment: { AWS_ENDPOINT_URL: awsEndpoint, AWS_XRAY_DAEMON_ADDRESS: daemon.address },
      log: ({ stream, timestamp, message }) => logs.write(configuration.logGroup, stream, timestamp, message),
      observe(event) {
        cloudWatch.observe.lambda(event);
        xray.observe(event, configuration);
      },
    },
  );
  cleanup.defer(() => lambda.close());

  const { region } = configuration;
  const url = functionUrlServer(lambda, { urlId, region, observe: cloudWatch.observe.functionUrl });
  await urlPort[Symbol.asyncDispose]();
  await listenLocally(url, urlPort.port, 'port');
  cleanup.defer(() => closeServer(url));

  const running = cleanup.move();
  return { lambda, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

/** The function's code as Lambda sees it: unpacked in a folder of its own. */
async function unpack(zip: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-'));
  for (const [name, content] of Object.entries(unzipSync(await readFile(zip)))) {
    await writeFile(join(folder, name), content);
  }
  return folder;
}
