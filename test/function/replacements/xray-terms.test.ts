import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { captureAWSv3Client } from '../../../function/replacements/xray/calls.ts';
import { captureAsyncFunc } from '../../../function/replacements/xray/context.ts';
import { Segment, type Subsegment } from '../../../function/replacements/xray/segments.ts';
import { environment } from '../harness/environment.ts';
import { traceIdOf } from './xray-scenarios.ts';

const reserved = /^(root|parent|sampled|self)$/i;

describe('xray, in the terms of the X-Ray SDK', () => {
  const inSdk = createRequire(createRequire(import.meta.url).resolve('aws-xray-sdk-core'));

  it('reads of a header what the SDK reads', () => {
    const { processTraceData } = inSdk('./utils') as {
      readonly processTraceData: (header: string) => Readonly<Record<string, string>> & { readonly data: object };
    };
    const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/).filter((key) => !reserved.test(key));
    const field = fc
      .tuple(word, fc.stringMatching(/^[\w:|]{0,12}(=\w{0,3})?$/))
      .map(([key, value]) => `${key}=${value}`);
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    const known = fc
      .tuple(hex(8), hex(24), hex(16))
      .map(([time, random, id]) => [`Root=1-${time}-${random}`, `Parent=${id}`, 'Sampled=1', 'Self=1-2-3']);
    const header = fc
      .tuple(known, fc.array(fc.oneof(field, fc.constant('')), { maxLength: 5 }))
      .chain(([own, others]) => fc.shuffledSubarray([...own, ...others], { minLength: own.length + others.length }))
      .map((fields) => fields.join(';'));

    fc.assert(
      fc.property(header, (text) => {
        const { root, parent, data } = processTraceData(text);
        const { trace_id, id, additional, notTraced } = new Segment(text);

        const handedOn = Object.entries(data).map(([key, value]) => `;${key}=${value}`);
        assert.deepEqual(
          { trace_id, id, additional, notTraced },
          { trace_id: root, id: parent, additional: handedOn.join(''), notTraced: false },
        );
      }),
      // Of fields with one name, those without a value are seldom drawn.
      { examples: [[`Root=${traceIdOf('twice')};Parent=53995c3f42cd8ad8;Sampled=1;Self=1-2-3;Key=value;Key=`]] },
    );
  });

  it('draws an error without a stack, though without frames', async () => {
    const step = await failing(Object.assign(new Error('from the test'), { stack: undefined }));

    assert.partialDeepStrictEqual(step.subsegments?.[0]?.cause?.exceptions, [{ type: 'Error', stack: [] }]);
  });

  it('keeps the message of an error to itself, even where it reads like a stack', async () => {
    const message = 'the value "\n    at secret (/of/the/sender.ts:1:1)" is not allowed';

    const step = await failing(new TypeError(message));

    const [exception] = step.subsegments?.[0]?.cause?.exceptions ?? [];
    assert.partialDeepStrictEqual(exception, { type: 'TypeError' });
    assert.match(JSON.stringify(exception), /xray-terms/);
    assert.doesNotMatch(JSON.stringify(exception), /value|sender/);
  });

  it('takes for throttled what the SDK takes for it, by any name it knows', async () => {
    const { isThrottlingError } = inSdk('@smithy/service-error-classification') as {
      readonly isThrottlingError: (error: Error) => boolean;
    };
    const code = readFileSync(inSdk.resolve('@smithy/service-error-classification'), 'utf8');
    const names = [...code.matchAll(/"([A-Z]\w+)"/g)].map(([, name = '']) => name);
    const throttled = names.filter((name) => isThrottlingError(Object.assign(new Error(), { name })));

    const flagged = [];
    for (const name of names) {
      const step = await failing(Object.assign(new Error(), { name, $metadata: {} }));
      if (step.subsegments?.[0]?.throttle) flagged.push(name);
    }

    assert.ok(throttled.length > 10 && throttled.length < names.length);
    assert.deepEqual(flagged, throttled);
  });
});

/** A step with a call in it that ends with that error. */
async function failing(error: Error): Promise<Subsegment> {
  const variables = environment({ _X_AMZN_TRACE_ID: `Root=${traceIdOf('failing')};Parent=53995c3f42cd8ad8;Sampled=1` });
  variables.set();
  let call: () => Promise<unknown> = () => Promise.resolve();
  captureAWSv3Client({
    config: { region: async () => 'eu-west-1' },
    middlewareStack: {
      add(middleware) {
        const traced = middleware(() => Promise.reject(error), { clientName: 'EventBridgeClient' });
        call = () => traced({ request: { headers: {} } });
      },
    },
  });
  // It is never closed, so nothing is sent.
  return captureAsyncFunc('step', async (subsegment) => {
    await call().catch(() => {});
    return subsegment;
  }).finally(variables.reset);
}
