import { z } from 'zod';
import type { Labelled, Method, SignatureHeader } from '../../../function/sources/scheme.ts';
import { oneOf } from '../values.ts';
import { hmacs, publicKeyAlgorithms } from './algorithms.ts';
import { header } from './places.ts';

const algorithms = { ...hmacs, ...publicKeyAlgorithms };
/** Zod asks for at least one, which `Object.keys` does not promise. */
const algorithmNames = Object.keys(algorithms) as (keyof typeof algorithms)[];

const methodKeys = {
  algorithm: oneOf(algorithmNames).optional(),
  key: oneOf(['utf8', 'base64', 'hex']).optional(),
  prefix: z.string('text').min(1, 'text that is not empty').max(32, 'at most 32 characters').optional(),
};
type MethodInput = z.output<z.ZodObject<typeof methodKeys>>;

const method = z
  .strictObject(methodKeys, 'algorithm, key and prefix, or {} for HMAC-SHA256 by the text of the secret')
  .superRefine(keyFits)
  .transform(methodOf);

/** What separates parts of a header and labels from signatures is in none of them. */
export const label = z
  .string('text')
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/,
    'a letter or digit, then at most 31 letters, digits, dots, underscores or hyphens',
  );

const labels = z
  .record(z.string(), method, 'methods by label')
  .refine((labels) => Object.keys(labels).length > 0, 'at least one label')
  .superRefine((labels, context) => {
    for (const key of Object.keys(labels)) {
      const wrong = label.safeParse(key).error?.issues[0];
      if (wrong) context.addIssue({ code: 'custom', message: `labels, each ${wrong.message}` });
    }
  });

/** The header that the signature stands in, and how it is made. */
export const signature = z
  .strictObject(
    {
      header,
      between: z.literal([' ', ',', ';'], 'one of " ", "," and ";"').optional(),
      encoding: oneOf(['hex', 'base64']).default('hex'),
      after: z.literal(['=', ','], '"=" or ","').optional(),
      label: label.optional(),
      labels: labels.optional(),
      ...methodKeys,
    },
    'the header of the signature, and how it is made',
  )
  .superRefine(keyFits)
  .superRefine((given, context) => {
    const refuse = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
    const { label, labels, after = '=', between } = given;
    if (label !== undefined && labels !== undefined) refuse('label', 'either label or labels');
    if (labels === undefined && label === undefined && given.after !== undefined)
      refuse('after', 'a label that it follows');
    if (labels !== undefined) {
      for (const key of ['algorithm', 'key', 'prefix'] as const) {
        if (given[key] !== undefined) refuse(key, `no ${key} here: each of the labels has its own`);
      }
    }
    if ((label ?? labels) !== undefined && between === after) {
      refuse('between', `another separator than "${after}", which follows the label`);
    }
  })
  .transform(
    ({ header, between, encoding, ...made }): SignatureHeader => ({
      names: header,
      ...(between === undefined ? {} : { between }),
      encoding,
      made: madeBy(made),
    }),
  );

interface Made extends MethodInput {
  readonly after?: Labelled['after'] | undefined;
  readonly label?: string | undefined;
  readonly labels?: Labelled['labels'] | undefined;
}

function madeBy({ label, labels, after = '=', ...method }: Made): Method | Labelled {
  if (labels !== undefined) return { after, labels };
  return label === undefined ? methodOf(method) : { after, labels: { [label]: methodOf(method) } };
}

/** A public key is bytes, and no sender shows them in the same way as another. */
function keyFits({ algorithm = 'hmac-sha256', key }: MethodInput, context: z.core.$RefinementCtx) {
  if (algorithm in hmacs || key === 'base64' || key === 'hex') return;
  const message = `base64 or hex, in which the sender shows its public key for ${algorithm}`;
  context.addIssue({ code: 'custom', path: ['key'], message });
}

function methodOf({ algorithm = 'hmac-sha256', key = 'utf8', prefix }: MethodInput): Method {
  const start = prefix === undefined ? {} : { prefix };
  if (isHmac(algorithm)) return { ...start, algorithm: hmacs[algorithm], key };
  if (key === 'utf8') throw new Error(`a public key for ${algorithm} is no text`);
  return { ...start, algorithm: publicKeyAlgorithms[algorithm], key };
}

function isHmac(algorithm: keyof typeof algorithms): algorithm is keyof typeof hmacs {
  return algorithm in hmacs;
}
