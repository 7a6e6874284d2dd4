import type { AlarmDeclarations } from '../../../local/index.ts';

/** An alarm changed so that it does no longer what it is for. */
export interface Mutant extends Mutation {
  readonly declared: AlarmDeclarations;
}

export interface Mutation {
  /** Name of the alarm. */
  readonly alarm: string;
  readonly change: 'taken out' | 'doubled' | 'silenced' | 'not held back';
}

/**
 * Each alarm changed once in each way that it can be. Of alarms on metrics: taken out; the threshold doubled (or, of one
 * that rings below its threshold, the time). Of composite alarms: silenced, where they tell somebody; not held back by
 * another, where they are; taken out, where they only hold others back.
 */
export function mutantsOf(declared: AlarmDeclarations): readonly Mutant[] {
  const { metric, composite } = declared;
  return [
    ...metric.flatMap(({ AlarmName: alarm }): readonly Mutant[] => [
      { alarm, change: 'taken out', declared: without(declared, alarm) },
      { alarm, change: 'doubled', declared: doubled(declared, alarm) },
    ]),
    ...composite.flatMap(({ AlarmName: alarm, AlarmActions, ActionsSuppressor }): readonly Mutant[] => [
      AlarmActions.length > 0
        ? { alarm, change: 'silenced', declared: silenced(declared, alarm) }
        : { alarm, change: 'taken out', declared: without(declared, alarm) },
      ...(ActionsSuppressor === undefined
        ? []
        : [
            {
              alarm,
              change: 'not held back',
              declared: notHeldBack(declared, ({ AlarmName }) => AlarmName === alarm),
            } as const,
          ]),
    ]),
  ];
}

type Composite = AlarmDeclarations['composite'][number];

/** No rule has it, and no suppressor: the composite alarms stand as if it never rang. */
function without(declared: AlarmDeclarations, alarm: string): AlarmDeclarations {
  const isHolding = ({ ActionsSuppressor: by = '' }: Composite) => by === alarm || by.endsWith(`:${alarm}`);
  const { metric, composite } = notHeldBack(declared, isHolding);
  return {
    metric: metric.filter(({ AlarmName }) => AlarmName !== alarm),
    composite: composite
      .filter(({ AlarmName }) => AlarmName !== alarm)
      .map((one) => ({ ...one, AlarmRule: one.AlarmRule.replaceAll(`ALARM("${alarm}")`, 'FALSE') })),
  };
}

function doubled({ metric, composite }: AlarmDeclarations, alarm: string): AlarmDeclarations {
  return {
    metric: metric.map((one) => {
      if (one.AlarmName !== alarm) return one;
      if (!one.ComparisonOperator.startsWith('Less')) return { ...one, Threshold: 2 * one.Threshold };
      const { EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods } = one;
      return { ...one, EvaluationPeriods: 2 * EvaluationPeriods, DatapointsToAlarm: 2 * DatapointsToAlarm };
    }),
    composite,
  };
}

function silenced({ metric, composite }: AlarmDeclarations, alarm: string): AlarmDeclarations {
  return { metric, composite: composite.map((one) => (one.AlarmName === alarm ? { ...one, AlarmActions: [] } : one)) };
}

function notHeldBack({ metric, composite }: AlarmDeclarations, which: (one: Composite) => boolean): AlarmDeclarations {
  return {
    metric,
    composite: composite.map((one) => {
      if (!which(one)) return one;
      const { ActionsSuppressor, ActionsSuppressorWaitPeriod, ActionsSuppressorExtensionPeriod, ...rest } = one;
      return rest;
    }),
  };
}
