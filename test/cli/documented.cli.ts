import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalStack, startStack } from '../../local/index.ts';
import { senderOf } from '../../tools/senders.ts';
import { root } from '../infra/programs.ts';
import { until } from '../until.ts';
import { type AwsCli, awsCli, of2024, today } from './aws-cli.ts';

/** What is pasted into a shell of each page, by its first line. */
const blocks = ['README.md', 'docs/cold-start.md', 'docs/runbook.md', 'docs/consumers.md'].flatMap((page) =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, command = '']) => command)
    .filter((command) => /(^|[(\s])aws [a-z]/m.test(command))
    .map((command) => ({ page, command })),
);

/** The README's, by its alias for the CLI against the laptop. */
const aliased = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^laws (.+?)(?: +#.*)?$/gm)]
  .map(([, command = '']) => ({ page: 'README.md', command: `aws ${command}` }))
  // Trace by trace, figures.cli.ts compares these.
  .filter(({ command }) => !command.includes('get-trace-summaries'));

/** The laptop has no service for these, or no operation, and refuses them by name; the last two need a file or a URL. */
const elsewhere = /aws (lambda|service-quotas|cloudtrail|sts|iam) |restore-secret|start-pipe|file:\/\/|^aws\(\)/m;
/** What came after 2024. */
const newer = /alarm-mute-rule/;
const changes =
  /purge-queue|start-message-move-task|npx pulumi|npm run|put-secret-value|receive-message .*local-events/;

const answered = [...blocks, ...aliased].filter(
  ({ command }) => !elsewhere.test(command) && !newer.test(command) && !changes.test(command),
);

describe('every command of the pages that the laptop answers', () => {
  let stack: LocalStack;
  let clis: readonly AwsCli[];
  let prelude: string;

  before(async () => {
    stack = await startStack({ root, stack: 'dev', port: 0, awsPort: 0, note: () => {} });
    clis = await Promise.all([today, of2024 ?? today].map((cli) => awsCli(stack.awsEndpoint, stack.region, cli)));
    const name = stack.logGroup.split('/').at(-1);
    const [source = assert.fail('no source')] = stack.sources;
    prelude = `FUNCTION=${name} LOG=${stack.logGroup} BUS=${stack.busNames[0]}\nSINCE=$(( ($(date +%s) - 3600) * 1000 ))\n`;
    await deliver(source);
  });
  after(async () => {
    await Promise.all((clis ?? []).map((cli) => cli[Symbol.asyncDispose]()));
    await stack?.[Symbol.asyncDispose]();
  });

  it('are found', () => assert(answered.length > 20, `${answered.length} commands`));

  for (const { page, command } of answered) {
    const [first = ''] = command.split('\n');
    const test = of2024 === undefined ? it.skip : it;
    test(`${page}: ${first} … says the same by the CLI of 2024 and of today`, async () => {
      const pasted = prelude + filledIn(command);
      await until(async () => {
        const [one, other] = await Promise.all(clis.map((cli) => cli.paste(pasted)));
        return figures(one) === figures(other);
      });
    });
  }

  /** Each stands for the end of an alarm's name. */
  function filledIn(command: string): string {
    const [{ name = '' } = {}] = stack.sources;
    return command
      .replaceAll(/(?<![A-Z])SOURCE/g, name)
      .replaceAll('_RULE_TARGET_dlq', '_parking_dlq')
      .replaceAll(/"\$\{FUNCTION\}_RULE"(?= --query (QueueUrl|'?Targets|EventPattern))/g, (_, query: string) =>
        query === 'QueueUrl' ? '"${FUNCTION}_parking"' : 'local-events',
      )
      .replaceAll(/--rule "\$\{FUNCTION\}_RULE"/g, '--rule local-events')
      .replaceAll(/\bSERVICE\b/g, '"$FUNCTION"');
  }

  async function deliver({ url, signedUrl, scheme, secretId }: LocalStack['sources'][number]): Promise<void> {
    const secrets = stack.services.find(({ target }) => target === 'secretsmanager');
    const value = (await secrets?.operations.GetSecretValue?.({ SecretId: secretId })) as {
      readonly SecretString: string;
    };
    for (let n = 0; n < 6; n += 1) {
      const { headers, body } = senderOf(scheme, signedUrl)(n % 3 === 0 ? 'another' : value.SecretString, Date.now());
      await fetch(url, { method: 'POST', body, headers });
    }
  }
});

/** The older CLI prints what is a double with a point, and each receipt is another. */
function figures(printed: string | undefined): string {
  return String(printed)
    .replaceAll(/(\d)\.0\b/g, '$1')
    .replaceAll(/"(ReceiptHandle|ApproximateReceiveCount|ApproximateFirstReceiveTimestamp)": ".*?"/g, '"$1"');
}
