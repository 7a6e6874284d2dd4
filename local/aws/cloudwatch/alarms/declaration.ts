import type { Comparison, MissingData } from './verdict.ts';

/** What metric and composite alarms have in common, by the names that DescribeAlarms has. */
export interface AlarmDeclaration {
  readonly AlarmName: string;
  readonly AlarmArn: string;
  readonly AlarmDescription?: string;
  readonly ActionsEnabled: boolean;
  readonly OKActions: readonly string[];
  readonly AlarmActions: readonly string[];
  readonly InsufficientDataActions: readonly string[];
}

/** A metric alarm, by the names that PutMetricAlarm and DescribeAlarms have. */
export interface MetricAlarmDeclaration extends AlarmDeclaration {
  readonly ComparisonOperator: Comparison;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  /** As many as there are periods when nothing is said. */
  readonly DatapointsToAlarm?: number;
  readonly TreatMissingData: MissingData;
  /** Set for an alarm on one metric, with one of the two statistics. */
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Period?: number;
  readonly Unit?: string;
  /** Set for an alarm on an expression. */
  readonly Metrics?: readonly object[];
}

/** A composite alarm, by the names that PutCompositeAlarm and DescribeAlarms have. */
export interface CompositeAlarmDeclaration extends AlarmDeclaration {
  readonly AlarmRule: string;
  /** Name or ARN of an alarm; with it the two periods, in seconds. */
  readonly ActionsSuppressor?: string;
  readonly ActionsSuppressorWaitPeriod?: number;
  readonly ActionsSuppressorExtensionPeriod?: number;
}
