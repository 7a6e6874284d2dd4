import { validationError } from '../../errors.ts';
import type { CompositeAlarmDeclaration } from '../declaration.ts';
import { isoTime, spokenTime } from '../times.ts';
import { arnOf, initialState, type WatchedAlarm, type WatchedCompositeAlarm } from '../watched.ts';
import { type AlarmRule, childrenOf, holds, parseAlarmRule } from './alarm-rule.ts';
import { Suppression } from './suppression.ts';

/**
 * Composite alarms with what they watch, children before those that name them. CloudWatch stops evaluating alarms that
 * name each other in a circle, and takes names of alarms that do not exist; both are mistakes of a program and refused.
 */
export function watchComposites(
  declared: readonly CompositeAlarmDeclaration[],
  metricAlarms: readonly WatchedAlarm[],
  at: number,
): readonly WatchedCompositeAlarm[] {
  const found = new Map<string, WatchedAlarm>();
  const composites: WatchedCompositeAlarm[] = [];
  const remember = (alarm: WatchedAlarm) => {
    const { AlarmName, AlarmArn } = alarm.alarm.declared;
    found.set(AlarmName, alarm).set(AlarmArn, alarm);
  };
  for (const alarm of metricAlarms) remember(alarm);

  function resolve(named: string, within: readonly string[]): WatchedAlarm {
    const known = found.get(named);
    if (known) return known;
    const declaration = declared.find(({ AlarmName, AlarmArn }) => [AlarmName, AlarmArn].includes(named));
    const by = within.at(-1);
    if (!declaration) throw validationError(`alarm ${by}: there is no alarm ${named}, which it names.`);
    if (within.includes(declaration.AlarmName)) {
      throw validationError(`alarm ${declaration.AlarmName}: its rule depends on itself, by ${by}.`);
    }
    return begin(declaration, [...within, declaration.AlarmName]);
  }

  function begin(declaration: CompositeAlarmDeclaration, within: readonly string[]): WatchedCompositeAlarm {
    const rule = parsed(declaration);
    const { ActionsSuppressor: named } = declaration;
    const suppressor = named === undefined ? undefined : resolve(named, within);
    const composite: WatchedCompositeAlarm = {
      kind: 'CompositeAlarm',
      alarm: { declared: declaration, rule },
      children: [...new Set(childrenOf(rule).map((child) => resolve(child, within)))],
      suppressor,
      suppression: suppressor && new Suppression(periodsOf(declaration), false),
      state: initialState(at),
      former: initialState(at),
      isMuted: false,
      isEvaluated: false,
      triggeredBy: [],
    };
    remember(composite);
    composites.push(composite);
    return composite;
  }

  for (const { AlarmName } of declared) resolve(AlarmName, []);
  return composites;
}

/** The state its rule gives it, and why: the children that changed, or that it is new. */
export function composedState(watched: WatchedCompositeAlarm, changed: readonly WatchedAlarm[]) {
  const { rule } = watched.alarm;
  const states = new Map(
    watched.children.flatMap((child) => {
      const { AlarmName, AlarmArn } = child.alarm.declared;
      return [[AlarmName, child.state.value] as const, [AlarmArn, child.state.value] as const];
    }),
  );
  const value = holds(rule, (name) => states.get(name) ?? 'INSUFFICIENT_DATA') ? ('ALARM' as const) : ('OK' as const);
  const last = changed.at(-1);
  const triggeredBy = last ? changed : watched.children;
  const reason = last
    ? `${arnOf(last)} transitioned to ${last.state.value} at ${spokenTime(last.state.transitionedAt)}`
    : `${arnOf(watched)} was created and its alarm rule evaluates to ${value}`;
  const triggeringAlarms = triggeredBy.map((child) => ({
    arn: arnOf(child),
    state: { value: child.state.value, timestamp: isoTime(child.state.transitionedAt) },
  }));
  return { value, reason, reasonData: JSON.stringify({ triggeringAlarms }), triggeredBy };
}

function parsed({ AlarmName, AlarmRule }: CompositeAlarmDeclaration): AlarmRule {
  try {
    return parseAlarmRule(AlarmRule);
  } catch (error) {
    throw validationError(`alarm ${AlarmName}: ${error instanceof Error ? error.message : error}`);
  }
}

function periodsOf(declaration: CompositeAlarmDeclaration) {
  const { AlarmName, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = declaration;
  if (wait !== undefined && extension !== undefined) return { waitMs: wait * 1000, extensionMs: extension * 1000 };
  throw validationError(`alarm ${AlarmName}: a suppressor needs a wait period and an extension period.`);
}
