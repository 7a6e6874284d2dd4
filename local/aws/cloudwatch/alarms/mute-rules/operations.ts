import { z } from 'zod';
import { AwsError } from '../../../aws-error.ts';
import { type Operation, operation } from '../../../service.ts';
import { notLocal, validationError } from '../../errors.ts';
import { epochSeconds } from '../../input.ts';
import { pageOf, paging } from '../../paging.ts';
import type { CloudWatchAlarms } from '../alarms.ts';
import { arnOf, nameOf } from '../watched.ts';
import { type MuteRule, statusOf } from './mute-rules.ts';
import { muteWindow } from './schedule.ts';

const name = z.string().min(1).max(255);

const putInput = z.strictObject({
  Name: name,
  Description: z.string().max(1024).optional(),
  Rule: z.strictObject({
    Schedule: z.strictObject({
      Expression: z.string().min(1).max(256),
      Duration: z.string().min(1).max(50),
      Timezone: z.string().min(1).max(50).optional(),
    }),
  }),
  MuteTargets: z.strictObject({ AlarmNames: z.array(name).max(100) }).optional(),
});

const listInput = z.strictObject({
  AlarmName: name.optional(),
  Statuses: z.array(z.literal(['SCHEDULED', 'ACTIVE', 'EXPIRED'])).optional(),
  ...paging,
});

const named = z.strictObject({ AlarmMuteRuleName: name });

export function muteOperations(alarms: CloudWatchAlarms, now: () => number): Readonly<Record<string, Operation>> {
  const identified = (rule: MuteRule) => ({
    AlarmMuteRuleArn: ruleArn(alarms, rule),
    Status: statusOf(rule, now()),
    LastUpdatedTimestamp: epochSeconds(rule.updatedAt),
    MuteType: 'ONE_TIME',
  });
  return {
    PutAlarmMuteRule: operation(putInput, (input) => {
      alarms.mute(muteRule(alarms, input, now()));
      return {};
    }),
    GetAlarmMuteRule: operation(named, ({ AlarmMuteRuleName }) => {
      const rule = alarms.muteRules.all.find(({ name }) => name === AlarmMuteRuleName);
      if (!rule) {
        throw new AwsError(
          'ResourceNotFoundException',
          `The alarm mute rule ${AlarmMuteRuleName} does not exist.`,
          404,
        );
      }
      return {
        Name: rule.name,
        ...(rule.description !== undefined && { Description: rule.description }),
        Rule: { Schedule: rule.schedule },
        MuteTargets: { AlarmNames: rule.targets },
        ...identified(rule),
      };
    }),
    ListAlarmMuteRules: operation(listInput, ({ AlarmName, Statuses, ...wanted }) => {
      const rules = alarms.muteRules.all.filter(
        (rule) =>
          (AlarmName === undefined || rule.targets.includes(AlarmName)) &&
          (Statuses === undefined || Statuses.includes(statusOf(rule, now()))),
      );
      const listed = pageOf(rules, (rule) => rule.name, wanted);
      return { AlarmMuteRuleSummaries: listed.items.map(identified), NextToken: listed.nextToken };
    }),
    DeleteAlarmMuteRule: operation(named, ({ AlarmMuteRuleName }) => {
      alarms.unmute(AlarmMuteRuleName);
      return {};
    }),
  };
}

/**
 * AWS answers so on a duration that it cannot read; of expressions it says nothing, and they are refused alike.
 * https://github.com/awsdocs/aws-doc-sdk-examples/pull/8113
 */
const invalid = (member: string) => validationError(`The ${member} provided is not valid.`);

function muteRule(alarms: CloudWatchAlarms, input: z.output<typeof putInput>, updatedAt: number): MuteRule {
  const { Name, Description, Rule, MuteTargets: { AlarmNames = [] } = {} } = input;
  const { Schedule } = Rule;
  if (Schedule.Expression.startsWith('cron(')) throw notLocal('alarm mute rules that recur, only those with at()');
  if (Schedule.Timezone !== undefined && Schedule.Timezone !== 'UTC') {
    throw notLocal('alarm mute rules in other time zones than UTC');
  }
  if (AlarmNames.length === 0) throw notLocal('alarm mute rules without targets, which mute nothing');
  const missing = AlarmNames.find((target) => !alarms.all.some((alarm) => nameOf(alarm) === target));
  if (missing !== undefined) throw validationError(`The alarm ${missing}, which MuteTargets names, does not exist.`);
  const window = muteWindow(Schedule);
  if (typeof window === 'string') throw invalid(window);
  return {
    name: Name,
    ...(Description !== undefined && { description: Description }),
    schedule: Schedule,
    window,
    targets: AlarmNames,
    updatedAt,
  };
}

/** In the region and the account of its targets. */
function ruleArn({ all }: CloudWatchAlarms, { name, targets }: MuteRule): string {
  const target = all.find((alarm) => targets.includes(nameOf(alarm)));
  return target ? arnOf(target).replace(/:alarm:.*$/, `:alarm-mute-rule:${name}`) : name;
}
