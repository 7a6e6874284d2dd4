import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { stringify } from 'yaml';
import { outcome, startCommand } from '../../commands.ts';
import { type Running, startJson, takeEvents } from '../../end-to-end/running.ts';

const command = join(import.meta.dirname, '../../../tools/send/send.ts');
const sources = ['momento', 'github', 'sendgrid', 'standard-webhooks'];

describe('npm run send', function () {
  this.timeout(180_000);
  const stack = `senders-${process.pid}`;
  const file = join(import.meta.dirname, `../../../Pulumi.${stack}.yaml`);
  const folder = mkdtempSync(join(tmpdir(), 'send-'));
  let run: Running;
  before(async () => {
    const described = sources.map((name) => ({ name, scheme: name }));
    writeFileSync(file, stringify({ config: { 'webhook-bridge:sources': described } }));
    run = await startJson('--stack', stack);
  });
  after(async () => {
    rmSync(file);
    rmSync(folder, { recursive: true });
    await run?.stop();
  });

  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const noCredentials = { AWS_EC2_METADATA_DISABLED: 'true', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' };
  const start = (...args: readonly string[]) =>
    outcome(startCommand(command, args, { ...environment, ...noCredentials, AWS_CONFIG_FILE: '/dev/null' }));
  const send = (...args: readonly string[]) => start('--stack', stack, '--endpoint-url', run.awsEndpoint, ...args);
  const put = (source: string, SecretString: string) =>
    new SecretsManagerClient(run.aws).send(
      new PutSecretValueCommand({ SecretId: `webhook-bridge_${stack}_${source}`, SecretString }),
    );

  it('sends a delivery and says what came back and what became of it', async () => {
    const { out, said, status } = await send('--source', 'github', '--event', 'push');
    assert.match(out, /^POST http:\S+\/github → 200 in \d+ ms\n {2}sent {4}\d+ bytes as github signs them\n/);
    assert.match(out, /\n {2}became {2}published: EventBridge gave the event an id \(in [\d.]+ ms/);
    assert.deepEqual([said, status], ['', 0]);
    const [event, ...others] = await takeEvents(run);
    assert.deepEqual(
      [event?.source, event?.['detail-type'], event?.detail.data.ref, others],
      ['webhook.github', 'push', 'refs/heads/main', []],
    );
    assert(out.includes(`answer  {"id":"${event?.detail.metadata.id}"}`));
  });

  it('sends as many as are wanted, each an event', async () => {
    const { out, status } = await send('--source', 'momento', '--count', '3');
    assert.equal(status, 0);
    assert.equal(out.match(/ → 200 /g)?.length, 3);
    assert.equal((await takeEvents(run)).length, 3);
  });

  it('sends the bytes of a file, and says that the second time they are known', async () => {
    const body = join(folder, 'body.json');
    writeFileSync(body, '{"action":"opened", "n": 1.10}\r\n');
    const args = ['--source', 'github', '--event', 'issues', '--body', body];
    assert.equal((await send(...args)).status, 0);
    assert.match((await send(...args)).out, /became {2}known already: answered as before/);
    const [event, ...others] = await takeEvents(run);
    assert.deepEqual([event?.detail.data, others], [{ action: 'opened', n: 1.1 }, []]);
  });

  it('is refused with --wrong and with --stale, as it should be', async () => {
    const wrong = await send('--source', 'momento', '--wrong');
    assert.match(wrong.out, / → 401 .*became {2}refused, wrong-signature: no active secret/s);
    const stale = await send('--source', 'momento', '--stale');
    assert.match(stale.out, / → 403 .*became {2}refused, stale: signed too long ago/s);
    assert.deepEqual([wrong.status, stale.status], [0, 0]);
  });

  it('says of a sender that signs no time that --stale changes nothing', async () => {
    const { out, said, status } = await send('--source', 'github', '--stale');
    assert.equal(said, 'github signs no time: nothing that it sends is ever stale\n');
    assert.match(out, / → 200 /);
    assert.equal(status, 0);
  });

  it('exits with 1 when a delivery is refused that should not be', async () => {
    const body = join(folder, 'nothing.json');
    writeFileSync(body, '{}');
    const { out, status } = await send('--source', 'momento', '--body', body);
    assert.match(out, / → 400 .*became {2}refused, missing-field: .*\(cache\)/s);
    assert.equal(status, 1);
  });

  it('signs with the private key of a file, where the secret is a public one', async () => {
    const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const ed25519 = generateKeyPairSync('ed25519');
    const half = (key: 'x' | 'd') => Buffer.from(ed25519.privateKey.export({ format: 'jwk' })[key] ?? '', 'base64url');
    const keys = [
      [
        'sendgrid',
        p256.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
        p256.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
      ],
      ['standard-webhooks', `whpk_${half('x').toString('base64')}`, `whsk_${half('d').toString('base64')}\n`],
    ] as const;
    for (const [source, shown, kept] of keys) {
      await put(source, shown);
      const without = await send('--source', source);
      assert.deepEqual(without, {
        out: '',
        said: `the secret of a ${source} source is a public key, which signs nothing: give the private one by --secret-file\n`,
        status: 1,
      });
      const secretFile = join(folder, `${source}.key`);
      writeFileSync(secretFile, kept);
      const { out, status } = await send('--source', source, '--secret-file', secretFile);
      assert.match(out, / → 200 .*became {2}published/s);
      assert.equal(status, 0);
    }
  });

  it('says that the secret has not the form that its scheme wants, and never what it is', async () => {
    for (const [source, value, problem] of [
      ['github', '"secret-7f3a"', 'quotes around it'],
      ['sendgrid', 'secret-7f3a', 'not base64; it wants a public key .prime256v1. in base64'],
    ] as const) {
      await put(source, value);
      const { said, out } = await send('--source', source);
      assert.match(said, new RegExp(`^the secret \\S+_${source} is not what ${source} wants: ${problem}\\n$`));
      assert(!`${said}${out}`.includes('7f3a'));
    }
  });

  it('sends to the URL that is given, that of the function or of the source', async () => {
    const { out } = await send('--source', 'momento', '--url', run.functionUrl);
    assert.match(out, /\/momento → 200 /);
    assert.match((await send('--source', 'momento', '--url', `${run.functionUrl}momento`)).out, /\/momento → 200 /);
    const nobody = await send('--source', 'momento', '--url', 'http://127.0.0.1:2');
    assert.deepEqual(nobody, {
      out: '',
      said: 'http://127.0.0.1:2/momento gives no answer: ECONNREFUSED\n',
      status: 1,
    });
  });

  for (const [what, args, says, expected] of [
    ['a source that there is not', ['--source', 'shop'], /^--source is "shop"; the stack senders-\d+ has momento, /, 2],
    ['no source where there are several', [], /^--source is missing; the stack senders-\d+ has momento, github, /, 2],
    [
      'an event of which there is no sample',
      ['--source', 'github', '--event', 'fork'],
      /^--event is "fork"; examples\/deliveries\/github has issues, ping, push\n$/,
      2,
    ],
    ['a body that is not there', ['--source', 'github', '--body', 'no.json'], /^--body cannot be read: ENOENT/, 1],
  ] as const) {
    it(`exits with ${expected} on ${what}, and says what there is`, async () => {
      const { out, said, status } = await send(...args);
      assert.match(said, says);
      assert.deepEqual([out, status], ['', expected]);
    });
  }

  it('says how to start what does not run, and what is not there', async () => {
    const nowhere = 'http://127.0.0.1:1';
    assert.deepEqual(await start('--endpoint-url', nowhere), {
      out: '',
      said: `no stack runs at ${nowhere}: npm start runs one, --endpoint-url names another address\n`,
      status: 1,
    });
    assert.match(
      (await start('--endpoint-url', run.awsEndpoint)).said,
      /runs no function webhook-bridge_dev: for another/,
    );
    const prod = await start('--stack', 'prod', '--endpoint-url', run.awsEndpoint);
    assert.match(prod.said, /^there is no function webhook-bridge_prod .*: npm run up -- --stack prod makes it/);
  });

  it('says that there are no credentials', async () => {
    const { said, status } = await start('--stack', 'prod');
    assert.match(said, /^there are no AWS credentials: set AWS_PROFILE, /);
    assert.equal(status, 1);
  });
});
