import { spokenTime } from '../times.ts';
import type { WatchedAlarm } from '../watched.ts';
import type { AlarmOrigin } from './origin.ts';

/** The mail that CloudWatch writes, for a person to read. */
export function emailText(watched: WatchedAlarm, { region, regionName, account }: AlarmOrigin): string {
  const { declared } = watched.alarm;
  const { state, former } = watched;
  const at = spokenTime(state.transitionedAt);
  return [
    `You are receiving this email because your Amazon CloudWatch Alarm "${declared.AlarmName}" in the ${regionName} ` +
      `region has entered the ${state.value} state, because "${state.reason}" at "${at}".`,
    '',
    'View this alarm in the AWS Management Console:',
    `https://${region}.console.aws.amazon.com/cloudwatch/deeplink.js?region=${region}#alarmsV2:alarm/${encodeURIComponent(declared.AlarmName)}`,
    '',
    'Alarm Details:',
    item('Name', declared.AlarmName),
    item('Description', declared.AlarmDescription ?? ''),
    item('State Change', `${former.value} -> ${state.value}`),
    ...(watched.kind === 'CompositeAlarm' ? [item('Alarm Rule', watched.alarm.declared.AlarmRule)] : []),
    item('Reason for State Change', state.reason),
    item('Timestamp', at),
    item('AWS Account', account),
    item('Alarm Arn', declared.AlarmArn),
    '',
    ...(watched.kind === 'MetricAlarm' ? [thresholdOf(watched.alarm.declared, watched.alarm.periodSeconds), ''] : []),
    'State Change Actions:',
    item('OK', listed(declared.OKActions)),
    item('ALARM', listed(declared.AlarmActions)),
    item('INSUFFICIENT_DATA', listed(declared.InsufficientDataActions)),
    '',
  ].join('\n');
}

interface Threshold {
  readonly ComparisonOperator: string;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
}

function thresholdOf(declared: Threshold, periodSeconds: number): string {
  const { ComparisonOperator: comparison, Threshold: threshold, EvaluationPeriods: periods } = declared;
  const { DatapointsToAlarm: needed = periods } = declared;
  return (
    `Threshold:\n- The alarm is in the ALARM state when the metric is ${comparison} ${threshold} for at least ${needed} ` +
    `of the last ${periods} period(s) of ${periodSeconds} seconds.`
  );
}

function item(name: string, value: string): string {
  return `- ${`${name}:`.padEnd(27)} ${value}`;
}

function listed(actions: readonly string[]): string {
  return actions.length === 0 ? '' : `[${actions.join(', ')}]`;
}
