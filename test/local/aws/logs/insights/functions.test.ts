import assert from 'node:assert/strict';
import { type LocalLogs, start, startLogs } from '../local-logs.ts';
import { value } from './asked.ts';

describe('Logs Insights functions', () => {
  let aws: LocalLogs;
  before(async () => {
    aws = await startLogs();
    aws.write('{"n":-2.5,"text":"  ünder 😀  ","ten":"10"}', start - 61_001);
  });
  after(() => aws.close());

  const results: readonly [expression: string, result: string | undefined][] = [
    ['abs(n)', '2.5'],
    ['ceil(n)', '-2'],
    ['floor(n)', '-3'],
    ['greatest(n, 3, 1)', '3'],
    ['least(1, n)', '-2.5'],
    ['log(1)', '0'],
    ['sqrt(ten * 10)', '10'],
    ['sqrt(n)', undefined],
    ['1 / 0', undefined],
    ['2 ^ 3 ^ 2', '512'],
    ['1 + 2 * 3 - -1', '8'],
    ['10 % 3', '1'],
    ['(1 + 2) * 3', '9'],
    ['coalesce(nothing, text2, ten)', '10'],
    ['ispresent(nothing)', '0'],
    ['isblank("  ")', '1'],
    ['concat("a", ten, "b")', 'a10b'],
    ['trim(text)', 'ünder 😀'],
    ['ltrim("xyZfooxyZ", "xyZ")', 'fooxyZ'],
    ['rtrim("xyZfooxyZ", "xyZ")', 'xyZfoo'],
    ['trim("xyZfooxyZ", "xyZ")', 'foo'],
    ['strlen(trim(text))', '7'],
    ['toupper("ab")', 'AB'],
    ['tolower("AB")', 'ab'],
    ['substr("xyZfooxyZ", 3, 3)', 'foo'],
    ['substr("xyZfoo", 3)', 'foo'],
    ['replace("foo", "o", "0")', 'f00'],
    ['strcontains("foo", "oo")', '1'],
    ['toMillis(@timestamp)', String(start - 61_001)],
    ['fromMillis(0)', '1970-01-01 00:00:00.000'],
    ['bin(1m)', '2026-07-10 11:58:00.000'],
    ['bin(1mo)', '2026-07-01 00:00:00.000'],
    ['bin(1q)', '2026-07-01 00:00:00.000'],
    ['bin(1year)', '2026-01-01 00:00:00.000'],
    ['datefloor(@timestamp, 1h)', '2026-07-10 11:00:00.000'],
    ['dateceil(@timestamp, 1h)', '2026-07-10 12:00:00.000'],
    ['dateceil(@timestamp, 1mo)', '2026-08-01 00:00:00.000'],
    ['dateceil(fromMillis(0), 1y)', '1970-01-01 00:00:00.000'],
  ];
  for (const [expression, result] of results) {
    it(`${expression} is ${result ?? 'no value'}`, async () => {
      assert.equal(await value(aws, `display ${expression} as result`), result);
    });
  }
});
