import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import { Sha256Node } from '../../../function/replacements/sha256.ts';
import { SignatureV4MultiRegion } from '../../../function/replacements/signature-v4.ts';

const inClient = createRequire(import.meta.resolve('@aws-sdk/client-eventbridge'));
const real: { readonly SignatureV4MultiRegion: typeof SignatureV4MultiRegion } = inClient(
  '@aws-sdk/signature-v4-multi-region',
);

// The SDK's type has buffers of other kinds too; it hands over texts and Uint8Arrays.
const sha256 = Sha256Node as ConstructorParameters<typeof SignatureV4MultiRegion>[0]['sha256'];
const credentials = { accessKeyId: 'ASIATESTTESTTESTTEST', secretAccessKey: 'secret' };

describe('signature-v4, in the place of the signatures for several regions', () => {
  it('signs a request as the real one does', async () => {
    const names = fc.stringMatching(/^x-[a-z]{1,9}$/);
    const headers = fc.dictionary(names, fc.stringMatching(/^[!-~]{1,20}$/));
    const secretAccessKey = fc.string({ minLength: 1 });
    const sessionToken = fc.oneof(fc.constant({}), fc.record({ sessionToken: fc.string({ minLength: 1 }) }));
    const date = fc.date({ min: new Date('2020-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });

    await fc.assert(
      fc.asyncProperty(
        ...[headers, fc.string(), secretAccessKey, sessionToken, date],
        async (headers, body, secretAccessKey, token, signingDate) => {
          const signed = await Promise.all(
            [real.SignatureV4MultiRegion, SignatureV4MultiRegion].map((Signer) => {
              const signer = new Signer({
                credentials: { ...credentials, secretAccessKey, ...token },
                region: 'eu-west-1',
                service: 'events',
                sha256,
              });
              const request = {
                method: 'POST',
                protocol: 'https:',
                hostname: 'events.eu-west-1.amazonaws.com',
                path: '/',
                headers: { host: 'events.eu-west-1.amazonaws.com', ...headers },
                body,
              };
              return signer.sign(request, { signingDate });
            }),
          );

          const [expected, got] = signed.map((request) => request.headers);
          assert.match(got?.authorization ?? '', /^AWS4-HMAC-SHA256 /);
          assert.deepEqual(got, expected);
        },
      ),
    );
  });

  it('is all that is needed, as long as a bus is not reached by a global endpoint', async () => {
    const client = new EventBridgeClient({ region: 'eu-west-1', credentials });
    const schemes: string[] = [];
    client.middlewareStack.add(
      (_, context) => () => {
        const { selectedHttpAuthScheme: selected } = context.__smithy_context as Selected;
        schemes.push(selected.httpAuthOption.schemeId);
        return Promise.reject(new Error('not sent'));
      },
      { step: 'build' },
    );
    const Entries = [{ Detail: '{}' }];

    for (const endpoint of [{}, { EndpointId: 'abcde.veo' }]) {
      await assert.rejects(client.send(new PutEventsCommand({ Entries, ...endpoint })), /not sent/);
    }

    assert.deepEqual(schemes, ['aws.auth#sigv4', 'aws.auth#sigv4a']);
  });
});

interface Selected {
  readonly selectedHttpAuthScheme: { readonly httpAuthOption: { readonly schemeId: string } };
}
