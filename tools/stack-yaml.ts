import { parse, type ScalarTag } from 'yaml';

/**
 * YAML as the Pulumi CLI reads it, whose library (gopkg.in/yaml.v3) takes more than YAML 1.2 for numbers and dates:
 * `01000` is 512, `1_000` is 1000, and `2026-01-31` is a moment, which Pulumi then writes out.
 * @throws the parser's error, with the line
 */
export function parseAsPulumi(text: string): unknown {
  // Tags are tried in this order.
  return parse(text, { merge: true, customTags: (tags) => [numberOrDate, ...tags] });
}

const numberOrDate: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^([-+]?\.?[0-9])/,
  resolve: (text) => date(text) ?? number(text.replaceAll('_', '')) ?? text,
};

function number(text: string): number | bigint | undefined {
  const [, sign = '', digits = ''] =
    /^([-+]?)(0[xX][\da-fA-F]+|0[bB][01]+|0[oO][0-7]+|0[0-7]+|0|[1-9]\d*)$/.exec(text) ?? [];
  if (digits !== '') {
    const magnitude = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
    const value = sign === '-' ? -magnitude : magnitude;
    if (value >= -(2n ** 63n) && value < 2n ** 64n) return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }
  return /^[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

/** As Go writes a moment: what the CLI hands on. */
function date(text: string): string | undefined {
  const [, year, month, day, time, zone] =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?:\d\d?:\d\d?(?:\.\d{1,9})?)(Z|[-+]\d\d:\d\d))| (\d\d?:\d\d?:\d\d?(?:\.\d{1,9})?))?$/.exec(
      text,
    ) ?? [];
  const spaced = / (.*)$/.exec(text)?.[1];
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const calendar = [year, two(month), two(day)].join('-');
  const midnight = new Date(`${calendar}T00:00:00Z`);
  if (Number.isNaN(midnight.getTime()) || midnight.toISOString().slice(0, 10) !== calendar) return undefined;
  const [whole = '0:0:0', fraction = ''] = (time ?? spaced ?? '0:0:0').split('.');
  const clock = whole.split(':').map(two).join(':');
  const places = fraction.replace(/0+$/, '');
  const offset = zone === undefined || zone === 'Z' ? '+0000 UTC' : `${zone.replace(':', '')} ${zone.replace(':', '')}`;
  return `${calendar} ${clock}${places === '' ? '' : `.${places}`} ${offset}`;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
