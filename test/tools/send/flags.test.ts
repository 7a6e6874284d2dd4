import assert from 'node:assert/strict';
import { FlagError } from '../../../tools/command-line/flags.ts';
import { readFlags } from '../../../tools/send/flags.ts';

describe('the command line of send', () => {
  it('means the stack that runs on this machine, where none is named', () => {
    assert.deepEqual(read(), {
      source: undefined,
      event: undefined,
      body: undefined,
      isWrong: false,
      isStale: false,
      count: 1,
      stack: 'dev',
      isLaptop: true,
      region: undefined,
      endpoint: 'http://127.0.0.1:4566',
      url: undefined,
      secretFile: undefined,
    });
  });

  it('means AWS where a stack is named, unless an endpoint is', () => {
    const { stack, isLaptop, endpoint } = read('--stack', 'prod');
    assert.deepEqual([stack, isLaptop, endpoint], ['prod', false, undefined]);
    const local = 'http://127.0.0.1:1';
    assert.equal(read('--stack', 'prod', '--endpoint-url', local).endpoint, local);
    assert.equal(readIn({ AWS_ENDPOINT_URL: local }, '--stack', 'prod').endpoint, local);
    assert.equal(readIn({ AWS_ENDPOINT_URL: local }).endpoint, local);
  });

  for (const [says, ...args] of [
    ['--count is "0"; it wants a whole number from 1 to 1000', '--count', '0'],
    ['--url is "there"; it wants a URL such as https://….lambda-url.us-east-1.on.aws/', '--url', 'there'],
    ['--endpoint-url is "x"; it wants a URL such as http://127.0.0.1:4566', '--endpoint-url', 'x'],
    ["Unknown option '--bad'; npm run send -- --help lists the flags", '--bad'],
  ]) {
    it(`says of ${args.join(' ')}: ${says}`, () => {
      assert.throws(
        () => read(...args),
        (error) => error instanceof FlagError && error.message === says,
      );
    });
  }

  it('is helped with every flag', () => {
    const usage = readFlags(['--help'], {});
    assert(typeof usage === 'string');
    const flags = 'source event body wrong stale count stack region endpoint-url url secret-file help';
    for (const flag of flags.split(' ')) assert.match(usage, new RegExp(`^  --${flag} `, 'm'));
  });
});

function read(...args: readonly string[]) {
  return readIn({}, ...args);
}

function readIn(environment: NodeJS.ProcessEnv, ...args: readonly string[]) {
  const flags = readFlags(args, environment);
  assert(typeof flags !== 'string');
  return flags;
}
