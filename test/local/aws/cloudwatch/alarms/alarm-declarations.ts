import type {
  CompositeAlarmDeclaration,
  MetricAlarmDeclaration,
} from '../../../../../local/aws/cloudwatch/alarms/declaration.ts';

export const topic = 'arn:aws:sns:us-east-1:123456789012:pages';

const common = { ActionsEnabled: true, OKActions: [], AlarmActions: [], InsufficientDataActions: [] };

export function arnOf(name: string): string {
  return `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${name}`;
}

/** Two of three minutes above 5, of a metric of the namespace `App`. */
export function alarm(AlarmName: string, more: Partial<MetricAlarmDeclaration> = {}): MetricAlarmDeclaration {
  return {
    AlarmName,
    AlarmArn: arnOf(AlarmName),
    ...common,
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 5,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'missing',
    MetricName: 'Age',
    Namespace: 'App',
    Statistic: 'Maximum',
    Period: 60,
    ...more,
  };
}

export function composite(
  AlarmName: string,
  AlarmRule: string,
  more: Partial<CompositeAlarmDeclaration> = {},
): CompositeAlarmDeclaration {
  return { AlarmName, AlarmArn: arnOf(AlarmName), ...common, AlarmRule, ...more };
}
