import type { MuteRule } from './mute-rules/mute-rules.ts';
import type { AlarmState, WatchedAlarm } from './watched.ts';
import { arnOf, nameOf } from './watched.ts';

export interface HistoryItem {
  readonly alarmName: string;
  readonly alarmType: WatchedAlarm['kind'];
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly type: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly summary: string;
  /** JSON text. */
  readonly data: string;
}

/** Of all alarms together; CloudWatch keeps 30 days. */
const maximumItems = 2000;

/** What happened to the alarms, oldest first. */
export class AlarmHistory {
  readonly #items: HistoryItem[] = [];

  get items(): readonly HistoryItem[] {
    return this.#items;
  }

  created(alarm: WatchedAlarm, at: number): void {
    const createdAlarm = { alarmName: nameOf(alarm), alarmArn: arnOf(alarm) };
    this.#add(alarm, at, 'ConfigurationUpdate', `Alarm "${nameOf(alarm)}" created`, { type: 'Create', createdAlarm });
  }

  changed(alarm: WatchedAlarm, at: number): void {
    const { former, state } = alarm;
    const summary = `Alarm updated from ${former.value} to ${state.value}`;
    this.#add(alarm, at, 'StateUpdate', summary, { oldState: recorded(former), newState: recorded(state) });
  }

  acted(alarm: WatchedAlarm, at: number, action: ActionRecord): void {
    const { error, resource, message } = action;
    const summary =
      error === undefined
        ? `Successfully executed action ${resource}`
        : `Failed to execute action ${resource}. Received error: "${error}"`;
    this.#add(alarm, at, 'Action', summary, {
      actionState: error === undefined ? 'Succeeded' : 'Failed',
      stateUpdateTimestamp: alarm.state.updatedAt,
      notificationResource: resource,
      publishedMessage: message,
      error: error ?? null,
    });
  }

  /** AWS documents the reason, and not what its history says of it. */
  suppressed(alarm: WatchedAlarm, at: number, by: string): void {
    this.#add(alarm, at, 'Action', `Actions suppressed by ${by}`, {
      actionState: 'Suppressed',
      actionsSuppressedBy: by,
    });
  }

  /**
   * AWS names the newest rule and counts the others, in words that it does not document.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/viewing-managing-muted-alarms.html
   */
  muted(alarm: WatchedAlarm, at: number, [newest, ...others]: readonly MuteRule[]): void {
    const more = others.length > 0 ? ` and ${others.length} more` : '';
    this.#add(alarm, at, 'Action', `Actions muted by alarm mute rule ${newest?.name}${more}`, {
      actionState: 'Muted',
      alarmMuteRuleName: newest?.name,
      otherActiveAlarmMuteRules: others.length,
    });
  }

  #add(alarm: WatchedAlarm, at: number, type: HistoryItem['type'], summary: string, data: object): void {
    const text = JSON.stringify({ version: '1.0', ...data });
    this.#items.push({ alarmName: nameOf(alarm), alarmType: alarm.kind, at, type, summary, data: text });
    if (this.#items.length > maximumItems) this.#items.shift();
  }
}

interface ActionRecord {
  /** The action's ARN. */
  readonly resource: string;
  /** JSON text. */
  readonly message: string;
  /** Why it was not carried out. */
  readonly error: string | undefined;
}

function recorded({ value, reason, reasonData }: AlarmState) {
  return {
    stateValue: value,
    stateReason: reason,
    ...(reasonData !== undefined && { stateReasonData: JSON.parse(reasonData) }),
  };
}
