import { FlagError, integerOf, parseFlags } from '../command-line/flags.ts';
import type { Extent } from './policy.ts';

export interface Flags {
  readonly stack: string;
  readonly account: string;
  readonly extent: Extent;
  /** Which of several policies, from 1; all of them without it. */
  readonly part: number | undefined;
}

const usage = `Prints the IAM policy that deploying a stack takes: pulumi up, refresh and destroy, and no more.

  npm run -s deploy-policy -- --stack NAME --account ID [flags]

  --stack NAME    the stack, Pulumi.NAME.yaml
  --account ID    the account that it goes to, twelve digits
  --read-only     what preview --refresh reads, for a job that only looks for drift
  --part N        the Nth policy alone, where it takes several
  --help          this text

It asks AWS nothing. The policy follows from what the program declares: print it again when the settings bring something
new, such as the first rule or Slack, and before the up that does. Where settings take something away, keep the former
policy until that up is over. A policy that has more than the 6,144 characters of a managed policy is printed as several,
one after the other; attach them all. Pulumi's own state is not in it: docs/operations.md has what that takes.
Exit status 0 when it is printed, 1 when the settings are wrong, 2 when the command line was.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run deploy-policy');
  if (given.help) return usage;
  if (given.stack === undefined) {
    throw new FlagError('--stack is missing; npm run deploy-policy -- --help lists the flags');
  }
  if (given.account === undefined || !/^\d{12}$/.test(given.account)) {
    throw new FlagError(
      `--account is ${given.account === undefined ? 'missing' : `"${given.account}"`}; it wants the twelve digits that aws sts get-caller-identity shows`,
    );
  }
  return {
    stack: given.stack,
    account: given.account,
    extent: given['read-only'] ? 'read' : 'deploy',
    part: given.part === undefined ? undefined : integerOf('part', given.part, 1, 1, 10),
  };
}

const options = {
  stack: { type: 'string' },
  account: { type: 'string' },
  'read-only': { type: 'boolean' },
  part: { type: 'string' },
} as const;
