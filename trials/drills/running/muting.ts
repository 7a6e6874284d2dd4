import { type AwsCaller, type LocalStack, muteWindow } from '../../../local/index.ts';
import type { Stage } from '../drill.ts';
import type { Recording } from '../mutation/recording.ts';

const minuteMs = 60_000;

/** Mutes all alarms of a stack that tell somebody, as its output `muteCommand` does, and has it recorded. */
export function muting({ alarms, clock, lambda }: LocalStack, call: AwsCaller, recording: Recording): Stage['mute'] {
  const telling = alarms.declared.composite.filter(({ AlarmActions }) => AlarmActions.length > 0);
  const AlarmNames = telling.map(({ AlarmName }) => AlarmName);
  return async (minutes) => {
    const updatedAt = clock.now();
    const from = new Date(Math.floor(updatedAt / minuteMs) * minuteMs);
    const schedule = { Expression: `at(${from.toISOString().slice(0, 16)})`, Duration: `PT${minutes}M` };
    const window = muteWindow(schedule);
    if (typeof window === 'string') throw new Error(`a rule cannot mute for ${minutes} minutes`);
    const name = `${lambda.configuration.name}_muted`;
    const muteRule = { name, schedule, window, targets: AlarmNames, updatedAt };
    recording.happenings.push({ happenedAt: updatedAt, muteRule });
    await call('GraniteServiceVersion20100801.PutAlarmMuteRule', {
      Name: name,
      Rule: { Schedule: schedule },
      MuteTargets: { AlarmNames },
    });
  };
}
