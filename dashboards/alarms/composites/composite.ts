import {
  type Alarm,
  type CompositeAlarm,
  type CompositeRule,
  isComposite,
  type MetricAlarm,
  type Suppression,
} from '../alarm.ts';

/** In seconds. Alarms of one fault ring within a few minutes of each other. */
const waitSeconds = 180;

/** In seconds. Metrics arrive, and alarms are evaluated, a little after what they are of. */
const settlingSeconds = 300;

type Message = Omit<CompositeAlarm, 'severity' | 'suppression'>;

/** A composite that wakes a person. */
export function page<const Told extends Message>(message: Told, heldBackBy?: CompositeAlarm) {
  return { ...message, severity: 'page', suppression: heldBackBy && suppressionBy(heldBackBy, message.rule) } as const;
}

/** A composite that waits for the morning. */
export function ticket<const Told extends Message>(message: Told, heldBackBy: CompositeAlarm) {
  return { ...message, severity: 'ticket', suppression: suppressionBy(heldBackBy, message.rule) } as const;
}

/** A composite that tells nobody and holds others back. */
export function suppressor(name: string, rule: CompositeRule) {
  return {
    section: 'alarms',
    qualifiers: [name],
    symptom: 'Holds back the messages that follow from another; it tells nobody itself.',
    lookFirstAt: 'the alarms that it is made of',
    rule,
    severity: undefined,
    suppression: undefined,
  } as const satisfies CompositeAlarm;
}

function suppressionBy(by: CompositeAlarm, rule: CompositeRule): Suppression {
  return { by, waitSeconds, extensionSeconds: lookBackSeconds(rule) + settlingSeconds };
}

/** For how long after its end a fault may still be seen. */
function lookBackSeconds(rule: CompositeRule): number {
  if ('all' in rule) return Math.min(...rule.all.map(lookBackSeconds));
  if ('any' in rule) return Math.max(...rule.any.map(lookBackSeconds));
  const { alarm } = rule;
  return isComposite(alarm) ? lookBackSeconds(alarm.rule) : alarm.periodSeconds * alarm.evaluationPeriods;
}

/** What one alarm says, in its own words. */
export function messageOf<One extends MetricAlarm>(alarm: One) {
  const { section, qualifiers, symptom, lookFirstAt }: Pick<One, keyof Message & keyof MetricAlarm> = alarm;
  return { section, qualifiers, symptom, lookFirstAt, rule: { alarm } } as const;
}

export function anyOf(...alarms: readonly Alarm[]): CompositeRule {
  return { any: alarms.map((alarm) => ({ alarm })) };
}

/** CloudWatch takes no rule of no alarm. */
export function unlessEmpty<T>(
  alarms: readonly MetricAlarm[],
  composite: (alarms: readonly MetricAlarm[]) => T,
): T | Record<never, never> {
  return alarms.length === 0 ? {} : composite(alarms);
}
