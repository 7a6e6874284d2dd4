import type { DeclaredAlarms } from '../local/cloudwatch/alarms/replay.ts';

/** An alarm changed so that it does no longer what it is for. */
export interface Mutant {
  /** Name of the alarm. */
  readonly alarm: string;
  readonly change: 'taken out' | 'doubled' | 'silenced';
  readonly declared: DeclaredAlarms;
}

/**
 * Each alarm changed once in each way that it can be: taken out; of those on metrics, the threshold doubled (or, of one
 * that rings below its threshold, the time); of those that tell people, silenced.
 */
export function mutantsOf(declared: DeclaredAlarms): readonly Mutant[] {
  return [
    ...declared.metric.flatMap(({ AlarmName: alarm }): readonly Mutant[] => [
      { alarm, change: 'taken out', declared: without(declared, alarm) },
      { alarm, change: 'doubled', declared: doubled(declared, alarm) },
    ]),
    ...declared.composite
      .filter(({ AlarmActions }) => AlarmActions.length > 0)
      .map(({ AlarmName: alarm }): Mutant => ({ alarm, change: 'silenced', declared: silenced(declared, alarm) })),
  ];
}

/** No rule has it, and no suppressor: the composite alarms stand as if it never rang. */
function without({ metric, composite }: DeclaredAlarms, alarm: string): DeclaredAlarms {
  const isSuppressor = (named: string | undefined) => named?.endsWith(`:${alarm}`) ?? false;
  return {
    metric: metric.filter(({ AlarmName }) => AlarmName !== alarm),
    composite: composite.map((one) => {
      const AlarmRule = one.AlarmRule.replaceAll(`ALARM("${alarm}")`, 'FALSE');
      if (!isSuppressor(one.ActionsSuppressor)) return { ...one, AlarmRule };
      const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod, ...rest } = one;
      return { ...rest, AlarmRule };
    }),
  };
}

function doubled({ metric, composite }: DeclaredAlarms, alarm: string): DeclaredAlarms {
  return {
    metric: metric.map((one) => {
      if (one.AlarmName !== alarm) return one;
      if (one.ComparisonOperator.startsWith('Less'))
        return {
          ...one,
          EvaluationPeriods: 2 * one.EvaluationPeriods,
          DatapointsToAlarm: 2 * (one.DatapointsToAlarm ?? one.EvaluationPeriods),
        };
      return { ...one, Threshold: 2 * one.Threshold };
    }),
    composite,
  };
}

function silenced({ metric, composite }: DeclaredAlarms, alarm: string): DeclaredAlarms {
  return { metric, composite: composite.map((one) => (one.AlarmName === alarm ? { ...one, AlarmActions: [] } : one)) };
}
