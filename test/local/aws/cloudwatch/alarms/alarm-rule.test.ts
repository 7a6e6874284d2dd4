import assert from 'node:assert/strict';
import fc from 'fast-check';
import { childrenOf, holds, parseAlarmRule } from '../../../../../local/aws/cloudwatch/alarms/composite/alarm-rule.ts';
import type { State } from '../../../../../local/aws/cloudwatch/alarms/verdict.ts';

function isTrue(rule: string, states: Readonly<Record<string, State>>): boolean {
  return holds(parseAlarmRule(rule), (alarm) => states[alarm] ?? 'INSUFFICIENT_DATA');
}

describe('an alarm rule', () => {
  // The examples of https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
  const both = 'ALARM(CPUUtilizationTooHigh) AND ALARM(DiskReadOpsTooHigh)';
  const quiet = 'ALARM(CPUUtilizationTooHigh) AND NOT ALARM(DeploymentInProgress)';
  const unless = '(ALARM(CPUUtilizationTooHigh) OR ALARM(DiskReadOpsTooHigh)) AND OK(NetworkOutTooHigh)';
  for (const [rule, states, expected] of [
    [both, { CPUUtilizationTooHigh: 'ALARM', DiskReadOpsTooHigh: 'ALARM' }, true],
    [both, { CPUUtilizationTooHigh: 'ALARM', DiskReadOpsTooHigh: 'OK' }, false],
    [quiet, { CPUUtilizationTooHigh: 'ALARM', DeploymentInProgress: 'OK' }, true],
    [quiet, { CPUUtilizationTooHigh: 'ALARM', DeploymentInProgress: 'ALARM' }, false],
    [unless, { DiskReadOpsTooHigh: 'ALARM', NetworkOutTooHigh: 'OK' }, true],
    [unless, { DiskReadOpsTooHigh: 'ALARM', NetworkOutTooHigh: 'ALARM' }, false],
    [unless, { CPUUtilizationTooHigh: 'ALARM' }, false],
    ['INSUFFICIENT_DATA(a)', {}, true],
    ['TRUE', {}, true],
    ['FALSE', {}, false],
    ['false', {}, false],
    ['NOT TRUE OR TRUE', {}, true],
    ['NOT (TRUE OR TRUE)', {}, false],
    ['TRUE OR FALSE AND FALSE', {}, true],
    ['NOT NOT TRUE', {}, true],
  ] as const) {
    it(`is ${expected} for ${rule} with ${JSON.stringify(states)}`, () => {
      assert.equal(isTrue(rule, states), expected);
    });
  }

  it('names alarms by name or ARN, with double quotes or without', () => {
    const arn = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:with space';
    assert.deepEqual(childrenOf(parseAlarmRule(`ALARM("a (1)") OR OK( ${arn} ) OR ALARM(b-2.c) OR OK("a (1)")`)), [
      'a (1)',
      arn,
      'b-2.c',
    ]);
  });

  for (const [rule, message] of [
    ['', /ends where an alarm should stand/],
    ['ALARM(a) AND', /ends where an alarm should stand/],
    ['(ALARM(a)', /parenthesis is not closed/],
    ['ALARM(a) ALARM(b)', /more after its end: ALARM\(b\)/],
    ['ALARM(a) AND OR OK(b)', /OR stands where an alarm should/],
    ['BROKEN(a)', /cannot be read from here on: BROKEN\(a\)/],
    ['ALARM()', /cannot be read/],
    [`ALARM(${'a'.repeat(10_240)})`, /more than 10240 characters/],
    [Array(501).fill('TRUE').join(' OR '), /more than 500 elements/],
    [Array.from({ length: 101 }, (_, index) => `OK(a${index})`).join(' AND '), /more than 100 alarms/],
  ] as const) {
    it(`is refused for ${rule.slice(0, 40) || 'nothing'}`, () => {
      assert.throws(() => parseAlarmRule(rule), { code: 'ValidationException', message });
    });
  }

  it('is what the same expression is in any language', () => {
    const value = fc.constantFrom('TRUE', 'FALSE');
    const { expression } = fc.letrec<{ expression: string }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small' },
        value,
        tie('expression').map((inner) => `NOT ${inner}`),
        tie('expression').map((inner) => `(${inner})`),
        fc.tuple(tie('expression'), fc.constantFrom('AND', 'OR'), tie('expression')).map((parts) => parts.join(' ')),
      ),
    }));
    fc.assert(
      fc.property(expression, (rule) => {
        const translated = rule.replaceAll(/TRUE|FALSE|AND|OR|NOT/g, (word) => {
          return { TRUE: 'true', FALSE: 'false', AND: '&&', OR: '||', NOT: '!' }[word] ?? '';
        });
        // Only words and parentheses of our own making.
        assert.equal(isTrue(rule, {}), new Function(`return ${translated}`)());
      }),
    );
  });
});
