import { aws } from '../aws.ts';
import type { Marking } from '../chart/annotations.ts';
import type { MetricRow } from '../dashboards/body.ts';
import { shortName } from '../run.ts';

/** An alarm as the page shows it, from what DescribeAlarms says. */
export interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly state: AlarmState;
  readonly reason: string | undefined;
  /** Milliseconds since the epoch: the last change of state, and the last change of anything. */
  readonly changedAt: number | undefined;
  readonly updatedAt: number | undefined;
  readonly kind: 'metric' | 'composite';
  /** Why it tells nobody at present. */
  readonly suppressed: string | undefined;
  /** What it watches as rows of a metric widget; nothing for a composite alarm. */
  readonly rows: readonly MetricRow[];
  readonly periodSeconds: number;
  readonly threshold: number | undefined;
  /** When it goes off, in words; a composite alarm's rule. */
  readonly condition: string;
}

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

export async function describeAlarms(): Promise<readonly Alarm[]> {
  const alarms: Alarm[] = [];
  let NextToken: string | undefined;
  do {
    const page: Described = await aws<Described>('cloudWatch', 'DescribeAlarms', {
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      ...(NextToken === undefined ? {} : { NextToken }),
    });
    alarms.push(...(page.CompositeAlarms ?? []).map(composite), ...(page.MetricAlarms ?? []).map(metric));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return alarms;
}

/** Names of the alarms whose states make that of a composite one. */
export async function childrenOf(name: string): Promise<readonly string[]> {
  const { CompositeAlarms = [], MetricAlarms = [] } = await aws<Described>('cloudWatch', 'DescribeAlarms', {
    ChildrenOfAlarmName: name,
    MaxRecords: 100,
  });
  return [...CompositeAlarms, ...MetricAlarms].map(({ AlarmName }) => AlarmName);
}

/** The line that the alarm hands to a graph of what it watches. */
export function thresholdOf({ name, threshold }: Alarm): Marking | undefined {
  if (threshold === undefined) return undefined;
  return {
    direction: 'horizontal',
    axis: 'left',
    from: threshold,
    to: undefined,
    label: shortName(name),
    color: 'var(--alarm)',
  };
}

interface Described {
  readonly MetricAlarms?: readonly MetricAlarm[];
  readonly CompositeAlarms?: readonly CompositeAlarm[];
  readonly NextToken?: string;
}

interface Common {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly StateValue: AlarmState;
  readonly StateReason?: string;
  /** Seconds since the epoch. */
  readonly StateUpdatedTimestamp?: number;
  readonly StateTransitionedTimestamp?: number;
}

interface CompositeAlarm extends Common {
  readonly AlarmRule: string;
  readonly ActionsSuppressedReason?: string;
}

interface MetricStat {
  readonly Metric: {
    readonly Namespace: string;
    readonly MetricName: string;
    readonly Dimensions?: readonly Dimension[];
  };
  readonly Period: number;
  readonly Stat: string;
}

interface Dimension {
  readonly Name: string;
  readonly Value: string;
}

interface MetricAlarm extends Common {
  readonly Namespace?: string;
  readonly MetricName?: string;
  readonly Dimensions?: readonly Dimension[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly {
    readonly Id: string;
    readonly Expression?: string;
    readonly Label?: string;
    readonly MetricStat?: MetricStat;
    readonly ReturnData?: boolean;
    readonly Period?: number;
  }[];
  readonly Threshold?: number;
  readonly ComparisonOperator: string;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
}

function common(alarm: Common) {
  const { StateUpdatedTimestamp: updated, StateTransitionedTimestamp: transitioned } = alarm;
  return {
    name: alarm.AlarmName,
    arn: alarm.AlarmArn,
    description: alarm.AlarmDescription,
    state: alarm.StateValue,
    reason: alarm.StateReason,
    changedAt: milliseconds(transitioned ?? updated),
    updatedAt: milliseconds(updated),
  };
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function composite(alarm: CompositeAlarm): Alarm {
  const { AlarmRule: rule, ActionsSuppressedReason: suppressed } = alarm;
  const watched = { rows: [], periodSeconds: 60, threshold: undefined, condition: withShortNames(rule) };
  return { ...common(alarm), ...watched, kind: 'composite', suppressed };
}

/** The names in a rule without quotes, ARNs, and what the names of all alarms of the stack begin with. */
function withShortNames(rule: string): string {
  return rule.replaceAll(/\(\s*"?(?:arn:[^")]*:alarm:)?([^")]+?)"?\s*\)/g, (_, name: string) => `(${shortName(name)})`);
}

function metric(alarm: MetricAlarm): Alarm {
  const { Threshold: threshold, EvaluationPeriods: evaluated, DatapointsToAlarm: needed = evaluated } = alarm;
  const periods = (alarm.Metrics ?? []).map(({ MetricStat, Period }) => MetricStat?.Period ?? Period ?? 60);
  const periodSeconds = alarm.Period ?? Math.max(60, ...periods);
  const comparison = comparisons[alarm.ComparisonOperator] ?? alarm.ComparisonOperator;
  const condition = `${comparison} ${threshold} for ${needed} of ${evaluated} periods of ${periodSeconds} s`;
  return {
    ...common(alarm),
    kind: 'metric',
    suppressed: undefined,
    rows: rowsOf(alarm),
    periodSeconds,
    threshold,
    condition,
  };
}

const comparisons: Readonly<Record<string, string>> = {
  GreaterThanThreshold: '>',
  GreaterThanOrEqualToThreshold: '≥',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '≤',
};

function rowsOf(alarm: MetricAlarm): readonly MetricRow[] {
  const { Namespace, MetricName, Dimensions = [], Statistic, ExtendedStatistic, Period } = alarm;
  if (Namespace !== undefined && MetricName !== undefined) {
    const stat = ExtendedStatistic ?? Statistic ?? 'Average';
    return [[Namespace, MetricName, ...named(Dimensions), { stat, period: Period ?? 60 }]];
  }
  return (alarm.Metrics ?? []).map(({ Id: id, Expression, Label, MetricStat, ReturnData, Period }) => {
    const drawn = { id, visible: ReturnData !== false, ...(Label === undefined ? {} : { label: Label }) };
    if (!MetricStat) return [{ ...drawn, expression: Expression ?? '', period: Period ?? 60 }];
    const { Metric, Stat: stat, Period: period } = MetricStat;
    return [Metric.Namespace, Metric.MetricName, ...named(Metric.Dimensions ?? []), { ...drawn, stat, period }];
  });
}

function named(dimensions: readonly Dimension[]): readonly string[] {
  return dimensions.flatMap(({ Name, Value }) => [Name, Value]);
}
