import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseJson } from '../../eventbridge/json.ts';
import { eventFields } from '../../eventbridge/pattern/fields.ts';
import { compilePattern } from '../../eventbridge/pattern/pattern.ts';
import { readPayload } from '../../function/delivery/payload.ts';
import { schemes } from '../../function/sources/schemes.ts';
import { description } from '../../infra/settings/schemes/description.ts';
import { factsOfSenders } from '../../tools/senders-page/facts.ts';
import { guaranteesPage, sendersPage } from '../../tools/senders-page/senders-page.ts';
import { verifyBy } from '../function/sources/deliveries-of-schemes.ts';
import { eventsOf } from '../function/sources/events-of-schemes.ts';
import { root } from '../infra/programs.ts';
import { read } from '../infra/settings/given.ts';

const docs = (name: string) => readFileSync(join(root, 'docs', name), 'utf8');

describe('docs/senders.md', () => {
  it('is what npm run senders writes from the descriptions', () => {
    assert.equal(docs('senders.md'), sendersPage(docs('senders.md')));
  });

  it('changes when a description or a fact does', () => {
    const stale = docs('senders.md').replace('refused after 600 s', 'refused after 60 s').replace('HMAC-SHA1', 'RSA');
    assert.notEqual(stale, docs('senders.md'));
    assert.equal(sendersPage(stale), docs('senders.md'));
  });

  it('has facts of each scheme that is shipped, and of no other', () => {
    assert.deepEqual(
      Object.keys(factsOfSenders),
      schemes.map(({ name }) => name),
    );
  });

  it('has words for what no description says: a rule of code, and why a body counts as unsigned', () => {
    for (const { name, rule, isBodySigned } of schemes) {
      assert.equal(factsOfSenders[name]?.signs !== undefined, rule !== undefined, `signs of ${name}`);
      assert.equal(factsOfSenders[name]?.unsigned !== undefined, isBodySigned === false, `unsigned of ${name}`);
    }
  });

  for (const { name } of schemes) {
    it(`has an example rule for ${name} that the settings take as it is printed, and that takes an event of it`, async () => {
      const printed = new RegExp(`^## ${name}$.*?^\`\`\`yaml\n(.*?)^\`\`\`$`, 'ms').exec(docs('senders.md'))?.[1] ?? '';
      const [rule] = read({ rules: parse(printed) }).rules;

      const compiled = compilePattern(JSON.stringify(rule?.pattern));
      assert.ok(compiled.ok);
      const events = (await eventsOf(name)).filter((event) =>
        compiled.matches(eventFields(parseJson(JSON.stringify(event)))),
      );
      assert.ok(events.length > 0, 'no event of the samples');
    });
  }
});

describe('the section of docs/guarantees.md on replays', () => {
  it('is what npm run senders writes from the descriptions', () => {
    assert.equal(docs('guarantees.md'), guaranteesPage(docs('guarantees.md')));
    const stale = docs('guarantees.md').replace('| not protected |', '| refused after 5 s |');
    assert.notEqual(stale, docs('guarantees.md'));
    assert.equal(guaranteesPage(stale), docs('guarantees.md'));
  });
});

it('the README and the settings count the schemes that there are', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const counted = [...readme.matchAll(/(\d+) (kinds of senders|in \[docs\/senders)/g)].map(([, count]) =>
    Number(count),
  );
  assert.deepEqual(counted, [schemes.length, schemes.length]);
});

const section = readFileSync(join(root, 'docs/senders.md'), 'utf8').replace(/^.*?(?=^## Your own sender$)/ms, '');
const block = (language: string) => new RegExp(`^\`\`\`${language}\n([^\`]*)^\`\`\``, 'm').exec(section)?.[1] ?? '';

describe('the section on senders of your own', () => {
  const settings = read({
    schemes: parse(block('yaml'))['webhook-bridge:schemes'],
    sources: parse(block('yaml'))['webhook-bridge:sources'],
  });
  const [scheme] = settings.schemes;
  assert.ok(scheme);
  const [head = '', content = ''] = block('http').split('\n\n');
  const headers = Object.fromEntries(
    [...head.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', value]) => [name.toLowerCase(), value]),
  );
  const body = Buffer.from(content.trim());
  const [, secret = ''] = /secret `(\w+)`/.exec(section) ?? [];

  it('describes the delivery that it shows, which was signed with OpenSSL', async () => {
    assert.equal(await verifyBy(scheme, { headers, body }, [secret]), 'verified');
    assert.equal(await verifyBy(scheme, { headers, body: Buffer.from(`${content} `) }, [secret]), 'wrong-signature');
  });

  it('says of it what stands on the bus', () => {
    const sentAt = 1_767_225_600_000;
    const payload = readPayload(scheme, { headers, body, sentAt, secret }, sentAt + 299_999, 300_000);

    assert.ok(payload.ok);
    assert.equal(payload.eventType, 'order.paid');
    assert.deepEqual(payload.senderId, { id: '01JGFJJZ00ZQ8', isSigned: true });
  });

  it('names each key of a description', () => {
    const schema = z.toJSONSchema(description, { io: 'input', unrepresentable: 'any' });

    const unnamed = keysOf(schema).filter((key) => !new RegExp(`\`[^\`]*\\b${key}\\b[^\`]*\``).test(section));
    assert.deepEqual(unnamed, []);
    assert.ok(keysOf(schema).includes('toleranceSeconds'));
  });
});

/** Of objects inside objects as well. */
function keysOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own =
    'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : [];
  return [...own, ...Object.values(schema).flatMap(keysOf)];
}
