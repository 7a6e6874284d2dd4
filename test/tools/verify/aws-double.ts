import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { awsEndpointServer } from '../../../local/index.ts';
import { awsAccess } from '../../../tools/aws-access.ts';
import type { VerifiedStack } from '../../../tools/verify/verified-stack.ts';

type Services = Parameters<typeof awsEndpointServer>[0];

/** Answers to operations, in the protocols that the SDK's clients speak. */
export type Answers = Readonly<Record<string, (input: never) => object | Promise<object>>>;

/** A service of which a test says what it answers. */
export function service(target: string, answers: Answers, more: Partial<Services[number]> = {}): Services[number] {
  const operations = Object.entries(answers).map(([name, answer]) => [
    name,
    // What the client sends is what its operation takes; the test knows which.
    async (input: unknown) => answer(input as never),
  ]);
  return { target, invalidInput: 'ValidationException', operations: Object.fromEntries(operations), ...more };
}

const stack = {
  functionName: 'bridge',
  logGroup: '/aws/lambda/bridge',
  reservedConcurrency: 10,
  sources: [],
  busName: 'bridge',
  parkingQueueName: 'bridge_parking',
  pipeName: 'bridge_parking',
  alarms: [],
  tellingAlarms: [],
  unmuteCommand: 'aws cloudwatch delete-alarm-mute-rule --alarm-mute-rule-name bridge_muted',
  dashboards: [],
  topics: [],
  slackChannels: 0,
} satisfies VerifiedStack['declared'];

/** A stack in an AWS of those services. */
export async function stackIn(
  services: Services,
  declared: Partial<VerifiedStack['declared']> = {},
  stopped = new AbortController().signal,
): Promise<VerifiedStack & AsyncDisposable> {
  const server = awsEndpointServer(services).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return {
    stack: 'prod',
    aws: awsAccess('eu-west-1', `http://127.0.0.1:${port}`),
    account: '111111111111',
    partition: 'aws',
    declared: { ...stack, ...declared },
    stopped,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
