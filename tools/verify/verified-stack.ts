import { type AwsAccess, isLocal } from '../aws-access.ts';
import type { Declared } from './declared.ts';

/** A stack in an account, as a check meets it. */
export interface VerifiedStack {
  readonly stack: string;
  readonly aws: AwsAccess;
  readonly account: string;
  /** `aws`, or that of China or GovCloud. */
  readonly partition: string;
  readonly declared: Declared;
  /** On Ctrl-C. */
  readonly stopped: AbortSignal;
}

export function arnOf({ partition, aws, account }: VerifiedStack, service: string, resource: string): string {
  return `arn:${partition}:${service}:${aws.region}:${account}:${resource}`;
}

/** How long something may take until it is seen, in milliseconds: on AWS so long, where AWS is this machine 20 s at most. */
export function patience({ aws }: VerifiedStack, onAwsMs: number): number {
  return isLocal(aws.endpoint) ? Math.min(onAwsMs, 20_000) : onAwsMs;
}

/** The command that makes the stack what it is declared to be. */
export function upCommand({ stack }: VerifiedStack, flags = ''): string {
  return `npm run up -- --stack ${stack}${flags}`;
}

/** How `aws` is called for the stack. */
export function awsCommand({ aws: { region, endpoint } }: VerifiedStack, command: string): string {
  return `aws ${command} --region ${region}${endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`}`;
}
