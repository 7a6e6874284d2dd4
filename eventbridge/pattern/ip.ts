import { isIPv6 } from 'node:net';
import { InvalidPattern } from './invalid.ts';

/**
 * Tests an address (4 or 16 bytes in hexadecimal) against a CIDR block. As in event-ruler, both are compared digit by
 * digit from the left and the first decisive digit decides, whatever their lengths.
 */
export function cidrBlock(text: string): (address: string) => boolean {
  const [address = '', bits, ...rest] = text.replace(/\/+$/, '').split('/');
  if (bits === undefined || rest.length > 0) throw new InvalidPattern("Malformed CIDR, one '/' required");
  const fixed = Number(bits);
  if (!/^[-+]?\d+$/.test(bits)) throw new InvalidPattern('Malformed CIDR, mask bits must be an integer');
  if (fixed < 0) throw new InvalidPattern('Malformed CIDR, mask bits must not be negative');
  const digits = ipDigits(address);
  if (digits === undefined)
    throw new InvalidPattern(`${shape(address) ? 'Invalid' : 'Nonstandard'} IP address: ${address}`);
  if (digits.length === 8 && fixed > 31) throw new InvalidPattern('IPv4 mask bits must be < 32');
  if (fixed > 127) throw new InvalidPattern('IPv6 mask bits must be < 128');
  return between(withHostBits(digits, fixed, '0'), withHostBits(digits, fixed, '1'));
}

/** The address's bytes in hexadecimal, by which equal addresses are equal however they are written. */
export function ipDigits(text: string): string | undefined {
  const family = shape(text);
  if (family === 'v4') return v4Digits(text);
  return family === 'v6' && isIPv6(text) ? v6Digits(text) : undefined;
}

function shape(text: string): 'v4' | 'v6' | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return 'v4';
  return /^[0-9a-f:]*:[0-9a-f:]*$/i.test(text) ? 'v6' : undefined;
}

function v4Digits(text: string): string | undefined {
  const bytes = text.split('.').map(Number);
  if (text.length > 15 || bytes.some((byte) => byte > 255)) return undefined;
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function v6Digits(text: string): string {
  const [head = [], tail] = text.split('::').map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = tail ? Array<string>(8 - head.length - tail.length).fill('0') : [];
  const digits = [...head, ...zeros, ...(tail ?? [])].map((group) => group.toLowerCase().padStart(4, '0')).join('');
  // An IPv4 address in its IPv6 form is that IPv4 address.
  return /^0{20}ffff/.test(digits) ? digits.slice(24) : digits;
}

function withHostBits(digits: string, fixed: number, bit: '0' | '1'): string {
  const bits = [...digits].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
  const filled = bits.slice(0, fixed).padEnd(bits.length, bit);
  return (filled.match(/.{4}/g) ?? []).map((nibble) => Number.parseInt(nibble, 2).toString(16)).join('');
}

function between(bottom: string, top: string) {
  return (address: string) => {
    if (address.length >= bottom.length) {
      const leading = address.slice(0, bottom.length);
      return bottom <= leading && leading <= top;
    }
    return bottom.slice(0, address.length) < address && address < top.slice(0, address.length);
  };
}
