import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readPayload } from '../../function/delivery/payload.ts';
import { description } from '../../infra/settings/schemes/description.ts';
import { verifyBy } from '../function/sources/deliveries-of-schemes.ts';
import { root } from '../infra/programs.ts';
import { read } from '../infra/settings/given.ts';

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
