import assert from 'node:assert/strict';
import { Suppression } from '../../../../../local/aws/cloudwatch/alarms/composite/suppression.ts';

type Happening = 'composite' | 'suppressor goes into alarm' | 'suppressor goes OK';

interface Example {
  readonly title: string;
  /** By the unit of time at which they happen. */
  readonly happenings: Readonly<Record<number, Happening>>;
  readonly isSuppressorInAlarm?: true;
  /** When actions are carried out. */
  readonly acts: readonly number[];
  /** What holds them back, from which time on. */
  readonly by: Readonly<Record<number, string | undefined>>;
}

/*
 * The six examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 * WaitPeriod is 2 units of time, ExtensionPeriod 3.
 */
const examples: readonly Example[] = [
  {
    title: '1: actions are not suppressed after WaitPeriod',
    happenings: { 2: 'composite' },
    acts: [4],
    by: { 1: undefined, 2: 'WaitPeriod', 3: 'WaitPeriod', 4: undefined },
  },
  {
    title: '2: actions are suppressed by alarm before WaitPeriod expires',
    happenings: { 2: 'composite', 3: 'suppressor goes into alarm' },
    acts: [],
    by: { 2: 'WaitPeriod', 3: 'Alarm', 9: 'Alarm' },
  },
  {
    title: '3: state transition when actions are suppressed by WaitPeriod',
    happenings: { 2: 'composite', 3: 'composite' },
    acts: [5],
    by: { 2: 'WaitPeriod', 4: 'WaitPeriod', 5: undefined },
  },
  {
    title: '4: state transition when actions are suppressed by alarm',
    isSuppressorInAlarm: true,
    happenings: { 2: 'composite' },
    acts: [],
    by: { 1: 'Alarm', 2: 'Alarm', 9: 'Alarm' },
  },
  {
    title: '5: actions are not suppressed after ExtensionPeriod',
    happenings: { 2: 'composite', 3: 'suppressor goes into alarm', 6: 'suppressor goes OK' },
    acts: [9],
    by: { 2: 'WaitPeriod', 3: 'Alarm', 6: 'ExtensionPeriod', 8: 'ExtensionPeriod', 9: undefined },
  },
  {
    title: '6: state transition when actions are suppressed by ExtensionPeriod',
    happenings: { 2: 'composite', 3: 'suppressor goes into alarm', 6: 'suppressor goes OK', 7: 'composite' },
    acts: [9],
    by: { 3: 'Alarm', 6: 'ExtensionPeriod', 7: 'WaitPeriod', 8: 'WaitPeriod', 9: undefined },
  },
];

describe('the actions of a composite alarm with a suppressor', () => {
  for (const { title, happenings, isSuppressorInAlarm = false, acts, by } of examples) {
    it(`follow example ${title}`, () => {
      const suppression = new Suppression({ waitMs: 2, extensionMs: 3 }, isSuppressorInAlarm);
      const acted: number[] = [];
      for (let at = 0; at < 12; at += 1) {
        if (happeningAt(suppression, happenings[at], at)) acted.push(at);
        if (suppression.passed(at)) acted.push(at);
        if (at in by) assert.equal(suppression.by, by[at], `at t${at}`);
      }
      assert.deepEqual(acted, acts);
    });
  }

  it('are carried out at once without a wait period', () => {
    const suppression = new Suppression({ waitMs: 0, extensionMs: 0 }, false);
    assert.equal(suppression.changed(5), true);
    assert.equal(suppression.by, undefined);
  });

  it('are not carried out after an extension in which nothing had changed', () => {
    const suppression = new Suppression({ waitMs: 2, extensionMs: 3 }, false);
    suppression.suppressorChanged(true, 1);
    suppression.suppressorChanged(false, 2);
    assert.equal(suppression.passed(5), false);
    assert.equal(suppression.by, undefined);
  });
});

function happeningAt(suppression: Suppression, happening: Happening | undefined, at: number): boolean {
  if (happening === undefined) return false;
  if (happening === 'composite') return suppression.changed(at);
  return suppression.suppressorChanged(happening === 'suppressor goes into alarm', at);
}
