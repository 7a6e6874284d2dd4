import { z } from 'zod';
import { AwsError, type Operation, operation, type Page, page } from '../../service.ts';
import { validationError } from '../errors.ts';
import { epochSeconds, timestamp } from '../input.ts';
import type { Alarms, HistoryItem, WatchedAlarm } from './alarms.ts';

const stateValue = z.literal(['OK', 'ALARM', 'INSUFFICIENT_DATA']);
const alarmName = z.string().min(1).max(255);
const paging = { MaxRecords: z.int().min(1).max(100).default(50), NextToken: z.string().optional() };
/** Composite alarms are described as none; there are none yet. */
const alarmTypes = z.array(z.literal(['MetricAlarm', 'CompositeAlarm'])).default(['MetricAlarm']);

const describeInput = z.strictObject({
  AlarmNames: z.array(alarmName).max(100).optional(),
  AlarmNamePrefix: alarmName.optional(),
  AlarmTypes: alarmTypes,
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

export function alarmOperations(alarms: Alarms): Readonly<Record<string, Operation>> {
  return {
    DescribeAlarms: operation(describeInput, (filter) => {
      if (filter.AlarmNames && filter.AlarmNamePrefix !== undefined) {
        throw validationError('AlarmNamePrefix and AlarmNames cannot be specified together.');
      }
      const wanted = filter.AlarmTypes.includes('MetricAlarm') ? alarms.all.filter((one) => matches(one, filter)) : [];
      const listed = valid(page(wanted, ({ alarm }) => alarm.declared.AlarmName, filter.MaxRecords, filter.NextToken));
      return {
        MetricAlarms: listed.items.map((watched) => described(watched, alarms.createdAt)),
        CompositeAlarms: [],
        NextToken: listed.nextToken,
      };
    }),
    DescribeAlarmHistory: operation(historyInput, (filter) => {
      const ordered = filter.ScanBy === 'TimestampAscending' ? alarms.history : alarms.history.toReversed();
      const wanted = filter.AlarmTypes.includes('MetricAlarm') ? ordered.filter((item) => isWithin(item, filter)) : [];
      const listed = valid(page(wanted, keyOf, filter.MaxRecords, filter.NextToken));
      return {
        AlarmHistoryItems: listed.items.map(({ alarmName: AlarmName, at, type, summary, data }) => ({
          AlarmName,
          AlarmType: 'MetricAlarm',
          Timestamp: epochSeconds(at),
          HistoryItemType: type,
          HistorySummary: summary,
          HistoryData: data,
        })),
        NextToken: listed.nextToken,
      };
    }),
    SetAlarmState: operation(setInput, ({ AlarmName, StateValue, StateReason, StateReasonData }) => {
      if (StateReasonData !== undefined && !isJson(StateReasonData)) {
        throw new AwsError('InvalidFormatFault', 'StateReasonData is not JSON.');
      }
      if (alarms.set(AlarmName, StateValue, StateReason, StateReasonData)) return {};
      throw new AwsError('ResourceNotFound', `The alarm ${AlarmName} does not exist.`, 404);
    }),
  };
}

function matches({ alarm: { declared }, state }: WatchedAlarm, filter: z.output<typeof describeInput>): boolean {
  const { AlarmNames, AlarmNamePrefix = '', StateValue, ActionPrefix } = filter;
  if (AlarmNames && !AlarmNames.includes(declared.AlarmName)) return false;
  if (!declared.AlarmName.startsWith(AlarmNamePrefix)) return false;
  if (StateValue !== undefined && state.value !== StateValue) return false;
  const actions = [...declared.OKActions, ...declared.AlarmActions, ...declared.InsufficientDataActions];
  return ActionPrefix === undefined || actions.some((action) => action.startsWith(ActionPrefix));
}

function described({ alarm, state }: WatchedAlarm, createdAt: number) {
  return {
    ...alarm.declared,
    AlarmConfigurationUpdatedTimestamp: epochSeconds(createdAt),
    StateValue: state.value,
    StateReason: state.reason,
    StateReasonData: state.reasonData,
    StateUpdatedTimestamp: epochSeconds(state.updatedAt),
    StateTransitionedTimestamp: epochSeconds(state.transitionedAt),
  };
}

function isWithin({ alarmName: name, at, type }: HistoryItem, filter: z.output<typeof historyInput>): boolean {
  const { AlarmName = name, HistoryItemType = type, StartDate = at, EndDate = at } = filter;
  return name === AlarmName && type === HistoryItemType && at >= StartDate && at <= EndDate;
}

/** No alarm changes twice in a millisecond into the same state. */
function keyOf({ alarmName: name, at, summary }: HistoryItem): string {
  return `${at} ${name} ${summary}`;
}

function valid<T>(listed: Page<T> | undefined): Page<T> {
  if (listed) return listed;
  throw new AwsError('InvalidNextToken', 'The next token specified is invalid.');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
