import type { Headers, Scheme } from '../sources/scheme.ts';

/** Whether a delivery is a form, and its sender may send one. */
export function isForm({ takesForms }: Scheme, headers: Headers): boolean {
  return takesForms === true && /^application\/x-www-form-urlencoded[ \t]*(;|$)/i.test(headers['content-type'] ?? '');
}

/**
 * The fields of a form as the JSON of an object of texts; a field that is there more than once has an array of them.
 * Nothing where an escape is none, or stands for what is not UTF-8.
 */
export function jsonOfForm(form: Buffer): Buffer | undefined {
  const fields = new Map<string, string[]>();
  try {
    for (const field of form.toString('utf8').split('&')) {
      const [name = '', ...value] = field.split('=').map(decode);
      if (field !== '') fields.set(name, [...(fields.get(name) ?? []), value.join('=')]);
    }
  } catch {
    return undefined;
  }
  // Each becomes a member of its own, `__proto__` too.
  const members = Array.from(fields, ([name, values]) => [name, values.length === 1 ? values[0] : values]);
  return Buffer.from(JSON.stringify(Object.fromEntries(members)));
}

/** @throws URIError */
function decode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
