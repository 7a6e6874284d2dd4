import { muteWindow } from '../../../aws/cloudwatch/alarms/mute-rules/schedule.ts';
import { aws } from '../aws.ts';

/** The alarms that tell nobody at present because of a mute rule, by name, with the end of the last one's window. */
type Muted = ReadonlyMap<string, number>;

export async function mutedAlarms(): Promise<Muted> {
  const { AlarmMuteRuleSummaries: active } = await aws<Listed>('cloudWatch', 'ListAlarmMuteRules', {
    Statuses: ['ACTIVE'],
    MaxRecords: 100,
  });
  const until = new Map<string, number>();
  for (const { AlarmMuteRuleArn } of active) {
    const AlarmMuteRuleName = AlarmMuteRuleArn.split(':').at(-1);
    const { Rule, MuteTargets } = await aws<MuteRule>('cloudWatch', 'GetAlarmMuteRule', { AlarmMuteRuleName });
    const window = muteWindow(Rule.Schedule);
    if (typeof window === 'string') continue;
    for (const name of MuteTargets.AlarmNames) until.set(name, Math.max(window.to, until.get(name) ?? 0));
  }
  return until;
}

interface Listed {
  readonly AlarmMuteRuleSummaries: readonly { readonly AlarmMuteRuleArn: string }[];
}

interface MuteRule {
  readonly Rule: { readonly Schedule: { readonly Expression: string; readonly Duration: string } };
  readonly MuteTargets: { readonly AlarmNames: readonly string[] };
}
