import { notLocal } from '../errors.ts';
import type { MetricStore } from '../metrics/metric-store.ts';
import { composedState, watchComposites } from './composite/composite.ts';
import type { Suppression } from './composite/suppression.ts';
import type { CompositeAlarmDeclaration, MetricAlarmDeclaration } from './declaration.ts';
import { AlarmHistory } from './history.ts';
import { datapointsOf, endOfRange, parseMetricAlarm } from './metric-alarm.ts';
import { type MuteRule, MuteRules } from './mute-rules/mute-rules.ts';
import { type AlarmNotification, notificationOf } from './notification/notification.ts';
import { stateReason, stateReasonData } from './reason.ts';
import { type State, verdict } from './verdict.ts';
import {
  actionsOf,
  initialState,
  nameOf,
  type WatchedAlarm,
  type WatchedCompositeAlarm,
  type WatchedMetricAlarm,
} from './watched.ts';

export interface CloudWatchAlarmsOptions {
  readonly metricAlarms: readonly MetricAlarmDeclaration[];
  readonly compositeAlarms: readonly CompositeAlarmDeclaration[];
  readonly store: MetricStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Carries out an alarm's action; throws an Error that says why it cannot. */
  readonly act: (action: string, notification: AlarmNotification) => void;
}

/** The alarms of the program, the state each is in, how it came there, and what it did then. */
export class CloudWatchAlarms {
  readonly createdAt: number;
  /** By name. */
  readonly all: readonly WatchedAlarm[];
  readonly history = new AlarmHistory();
  readonly muteRules = new MuteRules();
  readonly #metricAlarms: readonly WatchedMetricAlarm[];
  /** Children before those that name them. */
  readonly #composites: readonly WatchedCompositeAlarm[];
  readonly #options: CloudWatchAlarmsOptions;

  constructor(options: CloudWatchAlarmsOptions) {
    this.#options = options;
    this.createdAt = options.now();
    this.#metricAlarms = options.metricAlarms.map((declaration) => this.#begin(declaration));
    this.#composites = watchComposites(options.compositeAlarms, this.#metricAlarms, this.createdAt);
    this.all = [...this.#metricAlarms, ...this.#composites].sort((one, other) =>
      nameOf(one) < nameOf(other) ? -1 : 1,
    );
    for (const alarm of this.all) {
      refuseOtherActions(alarm);
      this.history.created(alarm, this.createdAt);
    }
  }

  /** Looks at the points that have come since the last time, and puts each alarm into the state they say. */
  evaluate(at = this.#options.now()): void {
    this.#resume(at);
    this.#compose(new Set(), at);
    const changed = new Set<WatchedAlarm>(this.#metricAlarms.filter((alarm) => this.#evaluateMetric(alarm, at)));
    this.#compose(changed, at);
  }

  /**
   * A metric alarm stays so until the next evaluation, a composite one until one of its children changes. Says whether
   * there is such an alarm.
   */
  set(alarmName: string, value: State, reason: string, reasonData: string | undefined): boolean {
    const alarm = this.all.find((candidate) => nameOf(candidate) === alarmName);
    if (!alarm) return false;
    const at = this.#options.now();
    if (alarm.kind === 'CompositeAlarm') alarm.triggeredBy = [];
    const isChanged = this.#put(alarm, { value, reason, reasonData }, at);
    this.#compose(new Set(isChanged ? [alarm] : []), at);
    return true;
  }

  mute(rule: MuteRule): void {
    this.muteRules.put(rule);
    // It may end now what it muted before.
    this.#resume(this.#options.now());
  }

  unmute(ruleName: string): void {
    this.muteRules.delete(ruleName);
    this.#resume(this.#options.now());
  }

  #begin(declaration: MetricAlarmDeclaration): WatchedMetricAlarm {
    const alarm = parseMetricAlarm(declaration);
    // An expression that cannot be carried out here is refused at the start and not a minute later.
    datapointsOf(alarm, this.#options.store, endOfRange(alarm, this.createdAt));
    const state = initialState(this.createdAt);
    return { kind: 'MetricAlarm', alarm, state, former: state, isMuted: false, evaluatedTo: undefined };
  }

  #evaluateMetric(watched: WatchedMetricAlarm, at: number): boolean {
    const { alarm, state, evaluatedTo } = watched;
    const end = endOfRange(alarm, at);
    if (end === evaluatedTo) return false;
    watched.evaluatedTo = end;
    const found = verdict(datapointsOf(alarm, this.#options.store, end), alarm.condition, state.value);
    if (found.state === state.value) return false;
    const reason = stateReason(found, alarm.condition, state.value);
    const reasonData = stateReasonData(found, alarm.condition, alarm.periodSeconds, at);
    return this.#put(watched, { value: found.state, reason, reasonData }, at);
  }

  /** What follows for the composite alarms from what has changed, and from the time. */
  #compose(changed: Set<WatchedAlarm>, at: number): void {
    for (const composite of this.#composites) {
      const { suppressor, suppression, children } = composite;
      if (suppressor && changed.has(suppressor)) {
        if (suppression?.suppressorChanged(suppressor.state.value === 'ALARM', at)) this.#act(composite, at);
      }
      const triggers = children.filter((child) => changed.has(child));
      if ((triggers.length > 0 || !composite.isEvaluated) && this.#evaluateComposite(composite, triggers, at)) {
        changed.add(composite);
      }
      if (suppression?.passed(at)) this.#act(composite, at);
    }
  }

  #evaluateComposite(composite: WatchedCompositeAlarm, triggers: readonly WatchedAlarm[], at: number): boolean {
    composite.isEvaluated = true;
    const { triggeredBy, ...found } = composedState(composite, triggers);
    if (found.value === composite.state.value) return false;
    composite.triggeredBy = triggeredBy;
    return this.#put(composite, found, at);
  }

  /** Says whether it is another state than before. */
  #put(
    alarm: WatchedAlarm,
    found: Pick<WatchedAlarm['state'], 'value' | 'reason' | 'reasonData'>,
    at: number,
  ): boolean {
    const former = alarm.state;
    const isChanged = found.value !== former.value;
    alarm.state = { ...found, updatedAt: at, transitionedAt: isChanged ? at : former.transitionedAt };
    if (!isChanged) return false;
    alarm.former = former;
    this.history.changed(alarm, at);
    this.#actUnlessSuppressed(alarm, at, (suppression) => suppression.changed(at));
    return true;
  }

  /**
   * What mute rules held back is done when they have ended, for the state that the alarm is in then: of one that is in
   * the state it was muted in this is what it had to do.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
   *
   * How they go together with suppressors AWS does not say. Here a suppressor holds it back as it does anything else.
   */
  #resume(at: number): void {
    for (const alarm of this.all) {
      if (!alarm.isMuted || this.muteRules.muting(nameOf(alarm), at).length > 0) continue;
      alarm.isMuted = false;
      this.#actUnlessSuppressed(alarm, at, (suppression) => suppression.resumed(at));
    }
  }

  #actUnlessSuppressed(alarm: WatchedAlarm, at: number, isDue: (suppression: Suppression) => boolean): void {
    const { suppression } = alarm.kind === 'CompositeAlarm' ? alarm : {};
    if (!suppression || isDue(suppression)) this.#act(alarm, at);
    else if (suppression.by && actionsOf(alarm).length > 0) this.history.suppressed(alarm, at, suppression.by);
  }

  #act(alarm: WatchedAlarm, at: number): void {
    const actions = actionsOf(alarm);
    if (actions.length === 0) return;
    const rules = this.muteRules.muting(nameOf(alarm), at);
    alarm.isMuted = rules.length > 0;
    if (alarm.isMuted) {
      this.history.muted(alarm, at, rules);
      return;
    }
    const notification = notificationOf(alarm);
    for (const action of actions) {
      const record = { resource: action, message: JSON.stringify(notification.message) };
      try {
        this.#options.act(action, notification);
        this.history.acted(alarm, at, { ...record, error: undefined });
      } catch (error) {
        this.history.acted(alarm, at, { ...record, error: error instanceof Error ? error.message : String(error) });
      }
    }
  }
}

function refuseOtherActions({ alarm: { declared } }: WatchedAlarm): void {
  const actions = [...declared.OKActions, ...declared.AlarmActions, ...declared.InsufficientDataActions];
  const other = actions.find((action) => !/^arn:[\w-]+:sns:/.test(action));
  if (other !== undefined) throw notLocal(`the action ${other} of the alarm ${declared.AlarmName}, only SNS topics`);
}
