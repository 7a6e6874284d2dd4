import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionConfiguration, FunctionLogLine } from '../../../../local/aws/lambda/function-configuration.ts';
import {
  createLambdaHost,
  type Invocation,
  type InvocationRecord,
  type LambdaHost,
  type LambdaHostOptions,
} from '../../../../local/aws/lambda/lambda.ts';
import type { ReportMetrics } from '../../../../local/aws/lambda/platform-log/platform-event.ts';

export interface HostedFunction {
  readonly host: LambdaHost;
  readonly lines: readonly FunctionLogLine[];
  readonly events: readonly InvocationRecord[];
  /** The platform's own JSON lines, parsed. */
  platform(): readonly PlatformLine[];
  messages(): readonly string[];
}

interface PlatformLine {
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>> & {
    readonly metrics?: Partial<ReportMetrics> & { readonly producedBytes?: number };
  };
}

const opened: { readonly host: LambdaHost; readonly directory: string }[] = [];

/** A function of these few lines under a host of its own; `closeAll` ends it. */
export function hosted(
  source: string,
  configuration: Partial<FunctionConfiguration> = {},
  options: Partial<LambdaHostOptions> = {},
): HostedFunction {
  const directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  writeFileSync(join(directory, 'index.mjs'), source);
  const lines: FunctionLogLine[] = [];
  const events: InvocationRecord[] = [];
  const host = createLambdaHost(
    { ...defaults, codeDirectory: directory, ...configuration },
    { log: (line) => lines.push(line), observe: (event) => events.push(event), ...options },
  );
  opened.push({ host, directory });
  const messages = () => lines.map((line) => line.message);
  const platform = () =>
    messages()
      .filter((message) => message.includes('"type":"platform.'))
      .map((message): PlatformLine => JSON.parse(message));
  return { host, lines, events, messages, platform };
}

export async function closeAll(): Promise<void> {
  for (const { host, directory } of opened.splice(0)) {
    await host.close();
    rmSync(directory, { recursive: true });
  }
}

/** Whether a process exists. Its zombie does too, until its parent has asked for it. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** What the function answered, parsed. */
export function answerOf(invocation: Invocation) {
  assert.ok(invocation.ok, JSON.stringify(invocation));
  return JSON.parse(invocation.payload.toString('utf8'));
}

export const defaults: FunctionConfiguration = {
  name: 'ingress',
  arn: 'arn:aws:lambda:eu-west-1:123456789012:function:ingress',
  handler: 'index.handler',
  codeDirectory: '/',
  timeoutSeconds: 5,
  memoryMb: 256,
  architecture: 'arm64',
  region: 'eu-west-1',
  environment: {},
  reservedConcurrency: 4,
  logGroup: '/aws/lambda/ingress',
  tracing: 'PassThrough',
};
