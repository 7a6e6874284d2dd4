import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { z } from 'zod';
import { type AdyenEvent, events, type GithubEvent, type StandardWebhooksEvent } from '../../examples/events/events.ts';
import { schemaFiles } from '../../examples/events/schemas.ts';
import type { Scheme } from '../../function/sources/scheme.ts';
import { schemes } from '../../function/sources/schemes.ts';
import { eventsOf, type Received } from '../function/sources/events-of-schemes.ts';
import { ownSchemes } from '../function/sources/own-schemes.ts';

const folder = join(import.meta.dirname, '../../examples/events/schemas');
// Formats are annotations in Draft 4; the patterns beside them are checked.
const ajv = new Ajv({ validateFormats: false, allowUnionTypes: true });

describe('the JSON schemas of events', () => {
  it('are what npm run schemas writes', () => {
    assert.deepEqual(readdirSync(folder).sort(), Object.keys(schemaFiles).sort());
    for (const [name, text] of Object.entries(schemaFiles)) {
      assert.equal(readFileSync(join(folder, name), 'utf8'), text, name);
    }
  });

  it('use nothing that came after Draft 4', () => {
    const later = ['const', 'contains', 'if', 'propertyNames', '$defs', '$id', 'prefixItems', 'examples'];
    for (const [name, text] of Object.entries(schemaFiles)) {
      assert.equal(JSON.parse(text).$schema, 'http://json-schema.org/draft-04/schema#');
      assert.deepEqual(
        later.filter((keyword) => text.includes(`"${keyword}":`)),
        [],
        name,
      );
    }
  });

  it('are there for each scheme that is shipped, and for no other', () => {
    assert.deepEqual(
      Object.keys(events),
      schemes.map(({ name }) => name),
    );
  });
});

for (const scheme of schemes) {
  describe(`the JSON schema of ${scheme.name}`, () => {
    const validate = validatorOf(scheme.name);
    const any = validatorOf('any-webhook');
    let published: readonly Received[];

    before(async () => {
      published = await eventsOf(scheme.name);
    });

    it('fits what the function publishes, and so does that of any webhook', () => {
      for (const event of published) {
        assert.ok(validate(event), ajv.errorsText(validate.errors));
        assert.ok(any(event), ajv.errorsText(any.errors));
      }
    });

    it('fits no event of another scheme', () => {
      for (const { name } of schemes) {
        const other = name !== scheme.name && withMetadata(published[0], { scheme: name });
        if (other) assert.equal(validate(other), false, name);
      }
    });

    it('says of times, ids and bodies what the description says', () => {
      assert.deepEqual(saidBy(scheme.name), saidOf(scheme));
    });

    it('refuses a field too many or too few, in the metadata and beside them', () => {
      const [event] = published;
      assert.ok(event);
      const { metadata, data } = event.detail;
      const optional = ['traceId', ...(saidOf(scheme).senderId === 'optional' ? ['senderId', 'senderIdSigned'] : [])];
      for (const field of Object.keys(metadata)) {
        const fits = optional.includes(field);
        assert.equal(validate(withMetadata(event, { [field]: undefined })), fits, `without ${field}`);
      }
      assert.equal(validate(withMetadata(event, { another: 'field' })), false);
      assert.equal(validate({ ...event, detail: { metadata, data, another: 'field' } }), false);
      assert.equal(validate({ ...event, detail: { metadata } }), false);
      assert.equal(validate({ ...event, 'replay-name': 'again' }), true);
    });

    it('refuses a time, an id or a body that claims to be signed otherwise than it is', () => {
      const [event] = published;
      const { sentAt, senderId, bodySigned } = saidOf(scheme);
      if (sentAt === 'none') assert.equal(validate(withMetadata(event, { sentAt: '2026-01-01T00:00:00.000Z' })), false);
      if (senderId === 'none') assert.equal(validate(withMetadata(event, { senderId: 'one' })), false);
      assert.equal(validate(withMetadata(event, { senderIdSigned: !saidOf(scheme).senderIdSigned })), false);
      assert.equal(validate(withMetadata(event, { bodySigned: !bodySigned })), false);
      assert.equal(validate(withMetadata(event, { sentAt: 'today' })), false);
    });
  });
}

it('an event of a scheme of a stack’s own fits the schema of any webhook', async () => {
  const validate = validatorOf('any-webhook');
  const [event] = await eventsOf('github');
  for (const { name } of ownSchemes) assert.ok(validate(withMetadata(event, { scheme: name })));
});

it('the types of events have the fields that the descriptions say, and no others', async () => {
  const [received] = await eventsOf('github');
  const github: GithubEvent = events.github.parse(received);
  const signed: false | undefined = github.detail.metadata.senderIdSigned;
  // @ts-expect-error GitHub signs no time.
  const sentAt = github.detail.metadata.sentAt;

  assert.deepEqual([signed, sentAt], [false, undefined]);
  // What follows is for the compiler alone.
  type Metadata<Event extends { readonly detail: { readonly metadata: unknown } }> = Event['detail']['metadata'];
  const always: Pick<Metadata<StandardWebhooksEvent>, 'sentAt' | 'senderId' | 'senderIdSigned'> = {
    ...{ sentAt: '', senderId: '', senderIdSigned: true },
  };
  const unsigned: Pick<Metadata<AdyenEvent>, 'bodySigned'> = { bodySigned: false };
  assert.ok(always.senderIdSigned && !unsigned.bodySigned);
});

interface Said {
  readonly sentAt: 'none' | 'required';
  readonly senderId: 'none' | 'optional' | 'required';
  readonly senderIdSigned: boolean | undefined;
  readonly bodySigned: boolean;
  readonly arrays: boolean;
  readonly forms: boolean;
  readonly eventType: string | undefined;
}

/** What the event of a scheme must look like, by its description. */
function saidOf({ timestamp, id, signed, isBodySigned, takesArrays, takesForms, eventType }: Scheme): Said {
  const isSigned = signed.includes('id') || (id !== undefined && 'body' in id && isBodySigned !== false);
  return {
    sentAt: timestamp ? 'required' : 'none',
    senderId: id === undefined ? 'none' : signed.includes('id') ? 'required' : 'optional',
    senderIdSigned: id && isSigned,
    bodySigned: isBodySigned !== false,
    arrays: takesArrays === true,
    forms: takesForms === true,
    eventType: 'always' in eventType ? eventType.always : undefined,
  };
}

const one = z.looseObject({ enum: z.array(z.unknown()).optional() });
const written = z.object({
  properties: z.object({
    detail: z.object({
      properties: z.object({
        metadata: z.object({ properties: z.record(z.string(), one), required: z.array(z.string()) }),
        data: z.unknown(),
      }),
    }),
  }),
});

/** What a schema says, as it is written. */
function saidBy(scheme: string): Said {
  const { metadata, data } = written.parse(schemaOf(scheme)).properties.detail.properties;
  const { properties, required } = metadata;
  const presence = (field: string) => {
    if (!(field in properties)) return 'none';
    return required.includes(field) ? 'required' : 'optional';
  };
  const sentAt = presence('sentAt');
  assert.ok(sentAt !== 'optional');
  return {
    sentAt,
    senderId: presence('senderId'),
    senderIdSigned: properties.senderIdSigned && properties.senderIdSigned.enum?.[0] === true,
    bodySigned: !required.includes('bodySigned'),
    arrays: JSON.stringify(data).includes('{"type":"array","items":{}}'),
    forms: JSON.stringify(data).includes('{"type":"array","items":{"type":"string"}}'),
    eventType: properties.eventType?.enum?.map(String)[0],
  };
}

function schemaOf(name: string) {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
}

function validatorOf(name: string): ValidateFunction {
  // ajv has no Draft 4, and a test above shows that the schemas need nothing that differs.
  const { $schema: _, ...schema } = schemaOf(name);
  return ajv.compile(schema);
}

function withMetadata(event: Received | undefined, fields: object): unknown {
  // Without what is undefined, as JSON has it.
  return JSON.parse(
    JSON.stringify({ ...event, detail: { ...event?.detail, metadata: { ...event?.detail.metadata, ...fields } } }),
  );
}
