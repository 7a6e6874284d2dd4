import assert from 'node:assert/strict';
import { FlagError } from '../../../tools/command-line/flags.ts';
import { readFlags } from '../../../tools/verify/flags.ts';

describe('the command line of verify', () => {
  it('wants the stack, and means AWS', () => {
    assert.deepEqual(readFlags(['--stack', 'prod'], {}), {
      stack: 'prod',
      region: undefined,
      endpoint: undefined,
      isReadOnly: false,
      json: false,
    });
  });

  for (const [says, ...args] of [
    ['--stack is missing; npm run verify -- --help lists the flags'],
    ['--endpoint-url is "x"; it wants a URL such as http://127.0.0.1:4566', '--stack', 'prod', '--endpoint-url', 'x'],
    ["Unknown option '--all'; npm run verify -- --help lists the flags", '--all'],
  ]) {
    it(`says of ${args.join(' ') || 'nothing'}: ${says}`, () => {
      assert.throws(
        () => readFlags(args, {}),
        (error) => error instanceof FlagError && error.message === says,
      );
    });
  }

  it('is helped with every flag, and with what its events are marked by', () => {
    const usage = readFlags(['--help'], {});
    assert(typeof usage === 'string');
    for (const flag of ['stack', 'region', 'endpoint-url', 'read-only', 'json', 'help']) {
      assert.match(usage, new RegExp(`^  --${flag} `, 'm'));
    }
    assert.match(usage, /webhook-bridge-verify/);
  });
});
