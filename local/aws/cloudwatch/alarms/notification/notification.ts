import type { MetricAlarmDeclaration } from '../declaration.ts';
import { isoTime } from '../times.ts';
import { arnOf, type WatchedAlarm } from '../watched.ts';
import { emailText } from './email.ts';
import { type AlarmOrigin, originOf } from './origin.ts';

/** What CloudWatch publishes to a topic when an alarm changes its state. */
export interface AlarmNotification {
  readonly alarmArn: string;
  readonly subject: string;
  /** By protocol; `default` for those that have none of their own. */
  readonly message: { readonly default: string; readonly email: string; readonly sms: string };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: a subject has 100 characters at most. */
const maximumSubject = 100;

/** Of the children that made a composite alarm change, no more are named. */
const maximumChildren = 10;

export function notificationOf(watched: WatchedAlarm): AlarmNotification {
  const { declared } = watched.alarm;
  const origin = originOf(declared.AlarmArn);
  return {
    alarmArn: declared.AlarmArn,
    subject: subjectOf(watched, origin.regionName, maximumSubject),
    message: {
      default: JSON.stringify(documentOf(watched, origin)),
      email: emailText(watched, origin),
      sms: subjectOf(watched, origin.regionName, Number.POSITIVE_INFINITY),
    },
  };
}

/** E.g. `ALARM: "dev_parked" in US East (N. Virginia)`; a name that makes it too long is cut. */
function subjectOf(watched: WatchedAlarm, region: string, maximum: number): string {
  const { AlarmName: name } = watched.alarm.declared;
  const around = (shown: string) => `${watched.state.value}: "${shown}" in ${region}`;
  const excess = around(name).length - maximum;
  return excess <= 0 ? around(name) : around(`${name.slice(0, -(excess + 3))}...`);
}

/** The members and their order are those of notifications as they arrive. */
function documentOf(watched: WatchedAlarm, { regionName: Region, account }: AlarmOrigin) {
  const { declared } = watched.alarm;
  return {
    AlarmName: declared.AlarmName,
    AlarmDescription: declared.AlarmDescription ?? null,
    AWSAccountId: account,
    NewStateValue: watched.state.value,
    NewStateReason: watched.state.reason,
    StateChangeTime: isoTime(watched.state.transitionedAt),
    Region,
    AlarmArn: declared.AlarmArn,
    OldStateValue: watched.former.value,
    OKActions: declared.OKActions,
    AlarmActions: declared.AlarmActions,
    InsufficientDataActions: declared.InsufficientDataActions,
    ...(watched.kind === 'MetricAlarm'
      ? { Trigger: triggerOf(watched.alarm.declared) }
      : { AlarmRule: watched.alarm.declared.AlarmRule, TriggeringChildren: triggeringChildren(watched.triggeredBy) }),
  };
}

function triggeringChildren(children: readonly WatchedAlarm[]) {
  return children.slice(0, maximumChildren).map((child) => ({
    Arn: arnOf(child),
    State: { Value: child.state.value, Timestamp: isoTime(child.state.transitionedAt) },
  }));
}

function triggerOf(declared: MetricAlarmDeclaration) {
  const { Metrics, Statistic, ExtendedStatistic } = declared;
  return {
    ...(!Metrics && {
      MetricName: declared.MetricName,
      Namespace: declared.Namespace,
      ...(ExtendedStatistic === undefined
        ? { StatisticType: 'Statistic', Statistic: statisticNames[Statistic ?? ''] ?? Statistic }
        : { StatisticType: 'ExtendedStatistic', ExtendedStatistic }),
      Unit: declared.Unit ?? null,
      Dimensions: dimensionsOf(declared.Dimensions ?? []),
    }),
    Period: declared.Period ?? periodOf(Metrics ?? []),
    EvaluationPeriods: declared.EvaluationPeriods,
    ...(declared.DatapointsToAlarm !== undefined && { DatapointsToAlarm: declared.DatapointsToAlarm }),
    ComparisonOperator: declared.ComparisonOperator,
    Threshold: declared.Threshold,
    TreatMissingData: declared.TreatMissingData,
    EvaluateLowSampleCountPercentile: '',
    ...(Metrics && { Metrics: Metrics.map(metricOf) }),
  };
}

const statisticNames: Readonly<Record<string, string>> = {
  Average: 'AVERAGE',
  Sum: 'SUM',
  Minimum: 'MINIMUM',
  Maximum: 'MAXIMUM',
  SampleCount: 'SAMPLE_COUNT',
};

interface DeclaredMetric {
  readonly MetricStat?: {
    readonly Metric: { readonly Dimensions?: readonly Dimension[] };
    readonly Period: number;
  };
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

function periodOf(metrics: readonly DeclaredMetric[]): number | undefined {
  return metrics.find(({ MetricStat }) => MetricStat)?.MetricStat?.Period;
}

function metricOf(metric: DeclaredMetric): object {
  const { MetricStat: stat } = metric;
  if (!stat) return metric;
  const Metric = { ...stat.Metric, Dimensions: dimensionsOf(stat.Metric.Dimensions ?? []) };
  return { ...metric, MetricStat: { ...stat, Metric } };
}

/** Here alone their members are in lower case. */
function dimensionsOf(dimensions: readonly Dimension[]) {
  return dimensions.map(({ Name: name, Value: value }) => ({ value, name }));
}
