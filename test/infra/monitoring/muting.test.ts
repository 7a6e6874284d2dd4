import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { mutingCommands } from '../../../infra/monitoring/muting.ts';
import { names } from '../../../infra/names.ts';

const run = promisify(execFile);
const alarms = (count: number) => Array.from({ length: count }, (_, index) => `webhook-bridge_dev_page_${index}`);
const commands = (count: number) => mutingCommands(names('webhook-bridge', 'dev'), 'eu-west-1', alarms(count));

describe('the commands that mute and unmute a stack', () => {
  it('make one rule, for an hour from the minute that it is in UTC', async () => {
    const before = thisMinute();
    const [rule = [], ...others] = await calls(commands(3).mute);

    const schedules = [before, thisMinute()].map((minute) => `Schedule={Expression=at(${minute}),Duration=PT1H}`);
    const schedule = schedules.find((each) => rule.includes(each));
    assert.deepEqual(rule, [
      ...['cloudwatch', 'put-alarm-mute-rule', '--region', 'eu-west-1', '--name', 'webhook-bridge_dev_muted'],
      ...['--rule', schedule, '--mute-targets', `AlarmNames=${alarms(3).join(',')}`],
    ]);
    assert.deepEqual(others, []);
  });

  it('are of as many rules as the alarms of a large stack need, each with 100 of them at most', async () => {
    const muted = await calls(commands(230).mute);
    const targets = muted.map((rule) => rule.at(-1)?.replace('AlarmNames=', '').split(',') ?? []);

    assert.deepEqual(
      targets.map(({ length }) => length),
      [100, 100, 30],
    );
    assert.deepEqual(targets.flat(), alarms(230));
  });

  it('take away the rules that they made', async () => {
    const muted = await calls(commands(230).mute);
    const ruleNames = muted.map((rule) => rule[rule.indexOf('--name') + 1]);

    assert.equal(new Set(ruleNames).size, 3);
    assert.deepEqual(
      await calls(commands(230).unmute),
      ruleNames.map((name) => [
        ...['cloudwatch', 'delete-alarm-mute-rule', '--region', 'eu-west-1', '--alarm-mute-rule-name', name],
      ]),
    );
  });
});

/** What a plain shell calls `aws` with when it is given a command. */
async function calls(command: string): Promise<readonly (readonly string[])[]> {
  const { stdout } = await run('sh', ['-ec', `aws() { printf '%s\\n' "$@" ''; }\n${command}`]);
  return stdout
    .trimEnd()
    .split('\n\n')
    .map((call) => call.split('\n'));
}

function thisMinute(): string {
  return new Date().toISOString().slice(0, 16);
}
