import {
  CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  GetAlarmMuteRuleCommand,
  ListAlarmMuteRulesCommand,
  type MetricAlarm,
  paginateListDashboards,
} from '@aws-sdk/client-cloudwatch';
import { answer } from '../../aws-access.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { arnOf, awsCommand, upCommand, type VerifiedStack } from '../verified-stack.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarms.html */
const mostNames = 100;

/** Whether every alarm is there, and those that tell somebody may do so. */
export async function alarmsFinding(verified: VerifiedStack): Promise<Finding> {
  const { alarms, tellingAlarms, topics } = verified.declared;
  const found = await described(verified, alarms);
  const missing = alarms.filter((name) => !found.some(({ AlarmName }) => AlarmName === name));
  if (missing.length > 0) return problem(`${counted(missing)} missing: ${some(missing)}`, upCommand(verified));

  const telling = found.filter(({ AlarmName = '' }) => tellingAlarms.includes(AlarmName));
  const disabled = telling.flatMap(({ AlarmName, ActionsEnabled }) => (ActionsEnabled === false ? [AlarmName] : []));
  if (disabled.length > 0) {
    return problem(
      `${counted(disabled)} muted, with their actions disabled: ${some(disabled)}`,
      awsCommand(verified, `cloudwatch enable-alarm-actions --alarm-names ${disabled.join(' ')}`),
    );
  }
  const arns = topics.map(({ name }) => arnOf(verified, 'sns', name));
  const silent = telling.filter(({ AlarmActions = [] }) => !AlarmActions.some((action) => arns.includes(action)));
  if (silent.length > 0) {
    const names = silent.map(({ AlarmName }) => AlarmName);
    return problem(`${counted(names)} without a topic of the stack to tell: ${some(names)}`, upCommand(verified));
  }
  const muting = await mutingRules(verified);
  if (muting.length > 0) {
    return problem(
      `alarms are muted by the mute rule ${muting.join(', ')}: nobody is told of them`,
      `it ends by itself, or now by: ${verified.declared.unmuteCommand}`,
    );
  }
  const ringing = telling.flatMap(({ AlarmName, StateValue }) => (StateValue === 'ALARM' ? [AlarmName] : []));
  const rings = ringing.length === 0 ? 'none of which rings' : `of which ${counted(ringing)} ringing: ${some(ringing)}`;
  return ok(`${found.length} alarms, ${telling.length} of which tell somebody, ${rings}`);
}

async function described({ aws }: VerifiedStack, names: readonly string[]) {
  const client = new CloudWatchClient(aws.configuration);
  const found: (MetricAlarm | CompositeAlarm)[] = [];
  for (let first = 0; first < names.length; first += mostNames) {
    const command = new DescribeAlarmsCommand({
      AlarmNames: names.slice(first, first + mostNames),
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: mostNames,
    });
    const { MetricAlarms = [], CompositeAlarms = [] } = await answer(client.send(command), aws);
    found.push(...CompositeAlarms, ...MetricAlarms);
  }
  return found;
}

/** Names of the mute rules that hold back an alarm of the stack now. */
async function mutingRules({ aws, declared }: VerifiedStack): Promise<readonly string[]> {
  const client = new CloudWatchClient(aws.configuration);
  const listed = await answer(client.send(new ListAlarmMuteRulesCommand({ Statuses: ['ACTIVE'] })), aws);
  const names = (listed.AlarmMuteRuleSummaries ?? []).map(({ AlarmMuteRuleArn = '' }) => lastOf(AlarmMuteRuleArn));
  const rules = await Promise.all(
    names.map((AlarmMuteRuleName) => answer(client.send(new GetAlarmMuteRuleCommand({ AlarmMuteRuleName })), aws)),
  );
  return rules.flatMap(({ Name = '', MuteTargets }) =>
    MuteTargets?.AlarmNames?.some((name) => declared.tellingAlarms.includes(name)) ? [Name] : [],
  );
}

/** Whether both dashboards are there. */
export async function dashboardsFinding(verified: VerifiedStack): Promise<Finding> {
  const { aws, declared } = verified;
  const found = await answer(dashboardNames(verified), aws);
  const missing = declared.dashboards.filter((name) => !found.includes(name));
  if (missing.length === 0) return ok(declared.dashboards.join(', '));
  return problem(`missing: ${missing.join(', ')}`, upCommand(verified));
}

async function dashboardNames({ aws }: VerifiedStack): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { DashboardEntries = [] } of paginateListDashboards(
    { client: new CloudWatchClient(aws.configuration) },
    {},
  )) {
    names.push(...DashboardEntries.map(({ DashboardName = '' }) => DashboardName));
  }
  return names;
}

function counted(names: readonly unknown[]): string {
  return names.length === 1 ? '1 alarm is' : `${names.length} alarms are`;
}

function some(names: readonly (string | undefined)[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function lastOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}
