import assert from 'node:assert/strict';
import type { Source } from '../../../function/configuration.ts';
import type { Refreshed, Secrets } from '../../../function/delivery/secrets.ts';
import { verify } from '../../../function/delivery/signature/signature.ts';
import {
  body,
  bodySignature,
  bodySignatureByPrevious,
  currentSecret,
  previousSecret,
  sign,
  source,
} from '../harness/deliveries.ts';

type Versions = readonly string[] | undefined;

/** Secrets that are known from the start, and what asking for newer ones brings. Counts what is asked. */
function secretsOf(active: Versions, refreshed: Refreshed = 'unchanged'): Secrets & { readonly asked: string[] } {
  const asked: string[] = [];
  const answer =
    <T>(question: string, versions: T) =>
    async ({ name }: Source) => {
      asked.push(`${question} ${name}`);
      return versions;
    };
  return { asked, active: answer('active', active), refreshed: answer('refreshed', refreshed) };
}

function signed(header: string | undefined, content: string | Uint8Array) {
  return { url: '', headers: { 'momento-signature': header }, body: Buffer.from(content) };
}

async function outcome(
  header: string | undefined,
  content: string | Uint8Array = body,
  secrets = secretsOf([currentSecret, previousSecret]),
): Promise<string> {
  const verification = await verify(source, signed(header, content), secrets);
  return verification.ok ? 'verified' : verification.reason;
}

describe('signature', () => {
  it('holds for the bytes of a delivery and the current secret', async () => {
    assert.equal(await outcome(bodySignature), 'verified');
  });

  it('holds for the previous secret, so that a rotation loses nothing', async () => {
    assert.equal(await outcome(bodySignatureByPrevious), 'verified');
  });

  it("holds for the delivery in Momento's own unit test", async () => {
    const signature = 'b43f72787eb66410ff110295b036ef828e5686af21b414ce092f02c05deea3da';
    const sent = '{"text":"some text", "another_field": "another field" }';

    assert.equal(await outcome(signature, sent, secretsOf(['1234567890'])), 'verified');
  });

  it('does not hold for the same JSON written without spaces', async () => {
    const signature = 'b43f72787eb66410ff110295b036ef828e5686af21b414ce092f02c05deea3da';
    const reserialised = '{"text":"some text","another_field":"another field"}';

    assert.equal(await outcome(signature, reserialised, secretsOf(['1234567890'])), 'wrong-signature');
  });

  it('may be in upper case', async () => {
    assert.equal(await outcome(bodySignature.toUpperCase()), 'verified');
  });

  it('does not hold for another secret', async () => {
    assert.equal(await outcome(bodySignature, body, secretsOf(['another-secret'])), 'wrong-signature');
  });

  it('does not hold for a secret with a space or line break more', async () => {
    assert.equal(await outcome(bodySignature, body, secretsOf([`${currentSecret} `])), 'wrong-signature');
    assert.equal(await outcome(bodySignature, body, secretsOf([`${currentSecret}\n`])), 'wrong-signature');
  });

  it('does not hold when any one of its digits is another', async () => {
    for (let index = 0; index < bodySignature.length; index += 1) {
      const digit = bodySignature[index] === '0' ? '1' : '0';
      const changed = bodySignature.slice(0, index) + digit + bodySignature.slice(index + 1);

      assert.equal(await outcome(changed), 'wrong-signature', `digit ${index}`);
    }
  });

  it('does not hold when any one bit of the body is another', async () => {
    for (let bit = 0; bit < body.length * 8; bit += 1) {
      const changed = Buffer.from(body);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);

      assert.equal(await outcome(bodySignature, changed), 'wrong-signature', `bit ${bit}`);
    }
  });

  describe('over bytes that are easily changed on the way', () => {
    // Made with Python: hmac.new(b'current-secret', bytes, 'sha3_256').hexdigest()
    it('holds for a character of each of the 17 planes', async () => {
      const planes = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0x41)).join('');

      assert.equal(
        await outcome('8cad33ebba2a1cc9be7af5a06e19717fda9eaaa38b0f84df1cfc51b421dee9d0', `{"text":"${planes}"}`),
        'verified',
      );
    });

    it('holds for CRLF and not for the same lines ended by LF', async () => {
      const signature = '6999b115927660b3e3199c2eb54b34bff794ed53f9d982bc122edfba7340acd9';

      assert.equal(await outcome(signature, '{\r\n  "text": "a"\r\n}\r\n'), 'verified');
      assert.equal(await outcome(signature, '{\n  "text": "a"\n}\n'), 'wrong-signature');
    });

    it('holds for invalid UTF-8 and not for its repair', async () => {
      const signature = '59cc0a2220d9dd46687f4dae335137adc6df807d88909cc61a0b6df877be3f87';
      const bytes = Buffer.from('eyJ0ZXh0Ijoi//6AIn0=', 'base64');

      assert.equal(await outcome(signature, bytes), 'verified');
      assert.equal(await outcome(signature, bytes.toString('utf8')), 'wrong-signature');
    });

    it('holds for a byte order mark and not without it', async () => {
      const signature = 'fe86092cc36aeb59c6682e0091bab07f4cd04efb1e81a096e33d96cb43b38860';

      assert.equal(await outcome(signature, '\uFEFF{}'), 'verified');
      assert.equal(await outcome(signature, '{}'), 'wrong-signature');
    });
  });

  describe('header', () => {
    const misshapen = {
      'is missing': undefined,
      'is empty': '',
      'is truncated': bodySignature.slice(0, 63),
      'is one digit too long': `${bodySignature}a`,
      'was sent twice': `${bodySignature},${bodySignature}`,
      'was sent twice, with a space': `${bodySignature}, ${bodySignature}`,
      'begins with a space': ` ${bodySignature}`,
      'ends with a space': `${bodySignature} `,
      'names its algorithm': `sha3-256=${bodySignature}`,
    };
    for (const [what, header] of Object.entries(misshapen)) {
      it(`is malformed when it ${what}, and no secret is asked for`, async () => {
        const secrets = secretsOf([currentSecret]);

        assert.equal(await outcome(header, body, secrets), 'malformed-signature');
        assert.deepEqual(secrets.asked, []);
      });
    }
  });

  describe('secrets', () => {
    it('are not asked for anew when a known one fits', async () => {
      const secrets = secretsOf([currentSecret]);

      await outcome(bodySignature, body, secrets);

      assert.deepEqual(secrets.asked, ['active momento']);
    });

    it('are asked for anew, once, when none fits', async () => {
      const secrets = secretsOf(['old-secret'], ['newer-secret']);

      assert.equal(await outcome(bodySignature, body, secrets), 'wrong-signature');
      assert.deepEqual(secrets.asked, ['active momento', 'refreshed momento']);
    });

    it('may have been rotated since they were cached', async () => {
      assert.equal(await outcome(bodySignature, body, secretsOf(['old-secret'], [currentSecret])), 'verified');
    });

    it('may have got their first value since they were cached', async () => {
      assert.equal(await outcome(bodySignature, body, secretsOf([], [currentSecret])), 'verified');
    });

    it('that have no value refuse even the signature of the empty key', async () => {
      const signedByEmptyKey = sign(body, '');

      // Made with Python: hmac.new(b'', body, 'sha3_256').hexdigest()
      assert.equal(signedByEmptyKey, 'fd24bf26b4d2c5f11ddd0cceb05c04c8cc71f4deed7c66f399ca35f229ebda70');
      assert.equal(await outcome(signedByEmptyKey, body, secretsOf([])), 'no-secret');
    });

    it('that lost their value refuse as such', async () => {
      assert.equal(await outcome(bodySignature, body, secretsOf(['old-secret'], [])), 'no-secret');
    });

    it('that cannot be asked for anew make a signature that fits none unverifiable, not wrong', async () => {
      assert.equal(await outcome(bodySignature, body, secretsOf(['old-secret'], 'unavailable')), 'secret-unavailable');
      assert.equal(await outcome(bodySignature, body, secretsOf([], 'unavailable')), 'secret-unavailable');
    });

    it('that cannot be had make the signature unverifiable, not wrong', async () => {
      assert.equal(await outcome(bodySignature, body, secretsOf(undefined)), 'secret-unavailable');
    });
  });
});
