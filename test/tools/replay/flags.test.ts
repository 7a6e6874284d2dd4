import assert from 'node:assert/strict';
import { FlagError } from '../../../tools/command-line/flags.ts';
import { readFlags } from '../../../tools/replay/flags.ts';
import { duration } from '../../../tools/replay/time.ts';

const now = Date.parse('2026-07-10T12:00:00Z');
const read = (...args: readonly string[]) => readIn({}, ...args);

describe('the command line of a replay', () => {
  it('wants no more than the beginning of the window, which ends now', () => {
    assert.deepEqual(read('--from', '2026-07-10T11:00:00Z'), {
      from: now - 3_600_000,
      to: now,
      rules: [],
      isDryRun: false,
      stack: 'dev',
      region: undefined,
      endpoint: undefined,
      json: false,
    });
  });

  for (const [text, ago] of [
    ['-30s', 30_000],
    ['-90m', 5_400_000],
    ['-1h', 3_600_000],
    ['-2d', 172_800_000],
    ['2026-07-10', 43_200_000],
    ['2026-07-10T13:00+02:00', 3_600_000],
    ['2026-07-10T11:59:59.5Z', 500],
  ] as const) {
    it(`takes ${text} for a time, after a blank and after an equals sign`, () => {
      assert.equal(read('--from', text).from, now - ago);
      assert.equal(read(`--from=${text}`).from, now - ago);
    });
  }

  it('takes a rule again and again', () => {
    assert.deepEqual(read('--from', '-1h', '--rule', 'a', '--rule', 'b').rules, ['a', 'b']);
  });

  it('takes the endpoint of the environment, and rather that of the flag', () => {
    const environment = { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' };
    assert.equal(readIn(environment, '--from', '-1h').endpoint, 'http://127.0.0.1:4566');
    const args = ['--from', '-1h', '--endpoint-url', 'http://127.0.0.1:1'];
    assert.equal(readIn(environment, ...args).endpoint, 'http://127.0.0.1:1');
    assert.equal(readIn({ AWS_ENDPOINT_URL: '' }, '--from', '-1h').endpoint, undefined);
  });

  for (const [says, ...args] of [
    ['--from is missing; npm run replay -- --help lists the flags'],
    [
      '--from is "12:00"; it wants a time with its zone, such as 2026-07-10T12:00:00Z, a day (UTC), or so long ago, such as -90m, -1h or -2d',
      '--from',
      '12:00',
    ],
    [
      '--to is "2026-07-10T12:00:00"; it wants a time with its zone, such as 2026-07-10T12:00:00Z, a day (UTC), or so long ago, such as -90m, -1h or -2d',
      '--from',
      '-1h',
      '--to',
      '2026-07-10T12:00:00',
    ],
    ['--to is 2026-07-10T12:00:01.000Z, which is still to come', '--from', '-1h', '--to', '2026-07-10T12:00:01Z'],
    ['--from is not before --to', '--from', '-1h', '--to', '-1h'],
    [
      '--endpoint-url is "4566"; it wants a URL such as http://127.0.0.1:4566',
      '--from',
      '-1h',
      '--endpoint-url',
      '4566',
    ],
    ["Unknown option '--form'; npm run replay -- --help lists the flags", '--form', 'now'],
  ]) {
    it(`says of ${args.join(' ') || 'nothing'}: ${says}`, () => {
      assert.throws(
        () => read(...args),
        (error) => error instanceof FlagError && error.message === says,
      );
    });
  }

  it('is helped with every flag, and with how consumers tell duplicates', () => {
    const usage = readFlags(['--help'], {}, now);
    assert(typeof usage === 'string');
    for (const flag of ['from', 'to', 'rule', 'dry-run', 'stack', 'region', 'endpoint-url', 'json', 'help']) {
      assert.match(usage, new RegExp(`^  --${flag} `, 'm'));
    }
    assert.match(usage, /detail\.metadata\.id/);
  });
});

describe('a length of time', () => {
  for (const [length, said] of [
    [71, '71 ms'],
    [1_000, '1 s'],
    [90_000, '1 min 30 s'],
    [7_200_000, '2 h'],
    [100_000_000, '1 d 3 h'],
  ] as const) {
    it(`of ${length} ms reads ${said}`, () => assert.equal(duration(length), said));
  }
});

function readIn(environment: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const flags = readFlags(args, environment, now);
  assert(typeof flags !== 'string');
  return flags;
}
