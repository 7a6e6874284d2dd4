import { DescribeArchiveCommand, type Rule } from '@aws-sdk/client-eventbridge';
import type { Names } from '../../infra/names.ts';
import { answer } from '../aws-access.ts';
import { rulesOf, targetsOf } from '../bus-rules.ts';
import { FlagError } from '../command-line/flags.ts';
import type { AwsClients } from './aws.ts';
import { type PublishedCount, publishedBetween } from './published.ts';

/** What a replay is to do; times in milliseconds since the epoch. */
export interface ReplayPlan {
  readonly from: number;
  readonly to: number;
  readonly archive: {
    readonly name: string;
    readonly arn: string;
    /** In all; AWS counts them once a day. */
    readonly events: number;
    readonly bytes: number;
    /** 0 keeps events for good. */
    readonly retentionDays: number;
  };
  readonly busArn: string;
  /** Deliveries in the window, where CloudWatch says so. */
  readonly published: PublishedCount;
  /** Whether the rules were asked for by name. */
  readonly isFiltered: boolean;
  readonly rules: readonly ReplayedRule[];
}

export interface ReplayedRule {
  readonly name: string;
  readonly arn: string;
  readonly isEnabled: boolean;
  /** ARNs. */
  readonly targets: readonly string[];
}

export interface ReplayWindow {
  readonly from: number;
  readonly to: number;
  readonly rules: readonly string[];
}

/**
 * Asks AWS what there is.
 * @throws FlagError for a rule that the bus has not
 */
export async function plan(aws: AwsClients, names: Names, { from, to, rules }: ReplayWindow): Promise<ReplayPlan> {
  const { busArn, ...archive } = await archiveOf(aws, names.physical(48));
  const onBus = await rulesOf(aws, busArn);
  const chosen = rules.length === 0 ? onBus : rules.map((name) => chosenRule(name, onBus, names));
  return {
    from,
    to,
    archive,
    busArn,
    published: await publishedBetween(aws, names.physical(64), from, to),
    isFiltered: rules.length > 0,
    rules: await Promise.all(chosen.map((rule) => withTargets(aws, busArn, rule))),
  };
}

async function archiveOf(aws: AwsClients, name: string) {
  const asked = aws.events.send(new DescribeArchiveCommand({ ArchiveName: name }));
  const archive = await answer(asked, aws, {
    ResourceNotFoundException: `there is no archive ${name} in ${aws.region}; --stack names another stack, --region another region`,
  });
  // AWS gives all of these for an archive that there is.
  const { ArchiveArn: arn = '', EventSourceArn: busArn = '', EventCount: events = 0, SizeBytes: bytes = 0 } = archive;
  return { name, arn, busArn, events, bytes, retentionDays: archive.RetentionDays ?? 0 };
}

function chosenRule(name: string, onBus: readonly Rule[], names: Names): Rule {
  const chosen = onBus.find(({ Name }) => Name === names.physical(64, name) || Name === name);
  if (chosen) return chosen;
  const prefix = `${names.physical(64)}_`;
  const known = onBus.map(({ Name = '' }) => (Name.startsWith(prefix) ? Name.slice(prefix.length) : Name));
  throw new FlagError(`--rule is "${name}"; the bus has ${known.join(', ') || 'no rules'}`);
}

async function withTargets(
  aws: AwsClients,
  EventBusName: string,
  { Name = '', Arn = '', State }: Rule,
): Promise<ReplayedRule> {
  const targets = await targetsOf(aws, EventBusName, Name);
  return { name: Name, arn: Arn, isEnabled: State !== 'DISABLED', targets };
}
