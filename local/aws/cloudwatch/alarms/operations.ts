import { z } from 'zod';
import { isJson } from '../../../../eventbridge/json.ts';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import { validationError } from '../errors.ts';
import { epochSeconds, timestamp } from '../input.ts';
import { pageOf, paging } from '../paging.ts';
import type { CloudWatchAlarms } from './alarms.ts';
import type { HistoryItem } from './history.ts';
import { nameOf, type WatchedAlarm } from './watched.ts';

const stateValue = z.literal(['INSUFFICIENT_DATA', 'ALARM', 'OK']);
const alarmName = z.string().min(1).max(255);
/** Of metric alarms alone when nothing is said. */
const alarmTypes = z.array(z.literal(['MetricAlarm', 'CompositeAlarm'])).optional();
const metricAlarm: WatchedAlarm['kind'] = 'MetricAlarm';

const describeInput = z.strictObject({
  AlarmNames: z.array(alarmName).max(100).optional(),
  AlarmNamePrefix: alarmName.optional(),
  AlarmTypes: alarmTypes,
  ChildrenOfAlarmName: alarmName.optional(),
  ParentsOfAlarmName: alarmName.optional(),
  StateValue: stateValue.optional(),
  ActionPrefix: z.string().min(1).max(1024).optional(),
  ...paging,
});

const historyInput = z.strictObject({
  AlarmName: alarmName.optional(),
  AlarmTypes: alarmTypes,
  HistoryItemType: z.literal(['ConfigurationUpdate', 'StateUpdate', 'Action']).optional(),
  StartDate: timestamp.optional(),
  EndDate: timestamp.optional(),
  ScanBy: z.literal(['TimestampDescending', 'TimestampAscending']).default('TimestampDescending'),
  ...paging,
});

const setInput = z.strictObject({
  AlarmName: alarmName,
  StateValue: stateValue,
  StateReason: z.string().max(1023),
  StateReasonData: z.string().max(4000).optional(),
});

export function alarmOperations(alarms: CloudWatchAlarms): Readonly<Record<string, Operation>> {
  return {
    DescribeAlarms: operation(describeInput, (filter) => {
      const { wanted, describe } = selection(alarms, filter);
      const listed = pageOf(wanted, nameOf, filter);
      const of = (kind: WatchedAlarm['kind']) => listed.items.filter((alarm) => alarm.kind === kind).map(describe);
      return {
        MetricAlarms: of('MetricAlarm'),
        CompositeAlarms: of('CompositeAlarm'),
        NextToken: listed.nextToken,
      };
    }),
    DescribeAlarmHistory: operation(historyInput, (filter) => {
      const { items } = alarms.history;
      const ordered = filter.ScanBy === 'TimestampAscending' ? items : items.toReversed();
      const wanted = ordered.filter((item) => isWithin(item, filter));
      const listed = pageOf(wanted, keyOf, filter);
      return {
        AlarmHistoryItems: listed.items.map((item) => ({
          AlarmName: item.alarmName,
          AlarmType: item.alarmType,
          Timestamp: epochSeconds(item.at),
          HistoryItemType: item.type,
          HistorySummary: item.summary,
          HistoryData: item.data,
        })),
        NextToken: listed.nextToken,
      };
    }),
    SetAlarmState: operation(setInput, ({ AlarmName, StateValue, StateReason, StateReasonData }) => {
      if (StateReasonData !== undefined && !isJson(StateReasonData)) {
        throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON.');
      }
      if (alarms.set(AlarmName, StateValue, StateReason, StateReasonData)) return {};
      // AWS says no more.
      throw new AwsError('ResourceNotFound', '', 404);
    }),
  };
}

type Filter = z.output<typeof describeInput>;

/** Which alarms a request is for, and what is told of each. */
function selection({ all, createdAt }: CloudWatchAlarms, filter: Filter) {
  const { ChildrenOfAlarmName: parent, ParentsOfAlarmName: child, ...others } = filter;
  if (parent === undefined && child === undefined) {
    if (filter.AlarmNames && filter.AlarmNamePrefix !== undefined) {
      throw validationError('AlarmNamePrefix and AlarmNames cannot be specified together.');
    }
    const describe = (alarm: WatchedAlarm) => described(alarm, createdAt);
    return { wanted: all.filter((one) => matches(one, filter)), describe };
  }
  const { MaxRecords: _, NextToken: __, AlarmTypes: types, ...more } = others;
  const isAlone = (parent === undefined || child === undefined) && types === undefined;
  if (!isAlone || Object.values(more).some((value) => value !== undefined)) {
    throw validationError('ChildrenOfAlarmName and ParentsOfAlarmName go with MaxRecords and NextToken alone.');
  }
  if (child !== undefined) {
    const isParent = (one: WatchedAlarm) => childrenOf(one).some((other) => nameOf(other) === child);
    return { wanted: all.filter(isParent), describe: identified };
  }
  const found = all.find((one) => nameOf(one) === parent);
  const children = found ? childrenOf(found) : [];
  return { wanted: all.filter((one) => children.includes(one)), describe: briefly };
}

function matches(watched: WatchedAlarm, filter: Filter): boolean {
  const { alarm, state, kind } = watched;
  const { declared } = alarm;
  const { AlarmNames, AlarmNamePrefix = '', AlarmTypes = [metricAlarm], StateValue, ActionPrefix } = filter;
  if (!AlarmTypes.includes(kind)) return false;
  if (AlarmNames && !AlarmNames.includes(declared.AlarmName)) return false;
  if (!declared.AlarmName.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && state.value !== StateValue) return false;
  const actions = [...declared.OKActions, ...declared.AlarmActions, ...declared.InsufficientDataActions];
  return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
}

function childrenOf(alarm: WatchedAlarm): readonly WatchedAlarm[] {
  return alarm.kind === 'CompositeAlarm' ? alarm.children : [];
}

function described(watched: WatchedAlarm, createdAt: number) {
  const { alarm, state } = watched;
  const by = watched.kind === 'CompositeAlarm' ? watched.suppression?.by : undefined;
  return {
    ...alarm.declared,
    AlarmConfigurationUpdatedTimestamp: epochSeconds(createdAt),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: epochSeconds(state.updatedAt),
    StateTransitionedTimestamp: epochSeconds(state.transitionedAt),
    ...(by && { ActionsSuppressedBy: by, ActionsSuppressedReason: `Actions suppressed by ${by}` }),
  };
}

/** All that is told of the parents of an alarm, and with its state of children. */
function identified({ alarm: { declared } }: WatchedAlarm) {
  return { AlarmName: declared.AlarmName, AlarmArn: declared.AlarmArn };
}

function briefly(watched: WatchedAlarm) {
  const { state } = watched;
  return {
    ...identified(watched),
    StateValue: state.value,
    StateUpdatedTimestamp: epochSeconds(state.updatedAt),
    StateTransitionedTimestamp: epochSeconds(state.transitionedAt),
  };
}

function isWithin(item: HistoryItem, filter: z.output<typeof historyInput>): boolean {
  const { alarmName: name, at, type } = item;
  const { AlarmName = name, AlarmTypes = [metricAlarm], HistoryItemType = type, StartDate = at, EndDate = at } = filter;
  if (!AlarmTypes.includes(item.alarmType)) return false;
  return name === AlarmName && type === HistoryItemType && at >= StartDate && at <= EndDate;
}

/** Told apart within one listing: no alarm does the same twice in a millisecond. */
function keyOf({ alarmName: name, at, type, summary }: HistoryItem): string {
  return `${at} ${name} ${type} ${summary}`;
}
