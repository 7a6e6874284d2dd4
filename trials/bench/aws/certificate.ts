import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { bitString, der, objectIdentifier, sequence, tag, utcTime } from './der.ts';

export interface Certificate {
  /** Both PEM. */
  readonly key: string;
  readonly certificate: string;
}

/**
 * A certificate for 127.0.0.1 that is its own authority, valid for a day. RSA of 2048 bits, as AWS's endpoints show
 * theirs, so that a client checks as much as it would there. (RFC 5280)
 */
export function selfSigned(now = Date.now()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const name = sequence(
    der(tag.set, sequence(objectIdentifier(commonName), der(tag.utf8String, Buffer.from(subject)))),
  );
  const signed = sequence(
    der(explicit(0), der(tag.integer, Buffer.from([2]))),
    // A serial number is positive, so its first bit is 0.
    der(tag.integer, Buffer.from([1]), randomBytes(8)),
    sha256WithRsa,
    name,
    sequence(utcTime(new Date(now - day)), utcTime(new Date(now + day))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(explicit(3), sequence(authority(), alternativeName())),
  );
  const certificate = sequence(signed, sha256WithRsa, bitString(sign('sha256', signed, privateKey)));
  return {
    key: pem('PRIVATE KEY', privateKey.export({ type: 'pkcs8', format: 'der' })),
    certificate: pem('CERTIFICATE', certificate),
  };
}

const subject = 'webhook-bridge bench';
const day = 86_400_000;

/** 2.5.4.3, 2.5.29.19, 2.5.29.17 and 1.2.840.113549.1.1.11. */
const commonName = '550403';
const basicConstraints = '551d13';
const subjectAlternativeName = '551d11';
const sha256WithRsa = sequence(objectIdentifier('2a864886f70d01010b'), der(tag.null));

/** Context-specific and constructed. */
const explicit = (number: number): number => 0xa0 | number;

/** Critical, as RFC 5280, 4.2.1.9 has it for an authority. */
function authority(): Buffer {
  const yes = der(tag.boolean, Buffer.from([0xff]));
  return sequence(objectIdentifier(basicConstraints), yes, der(tag.octetString, sequence(yes)));
}

function alternativeName(): Buffer {
  const ipAddress = der(0x87, Buffer.from([127, 0, 0, 1]));
  return sequence(objectIdentifier(subjectAlternativeName), der(tag.octetString, sequence(ipAddress)));
}

function pem(label: string, content: Buffer): string {
  const lines = content.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
