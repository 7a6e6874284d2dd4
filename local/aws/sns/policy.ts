import { z } from 'zod';

/** Who asks for what. */
export interface Access {
  /** E.g. `cloudwatch.amazonaws.com`. */
  readonly service: string;
  /** E.g. `sns:Publish`. */
  readonly action: string;
  readonly resource: string;
  /** Condition keys with their values, e.g. aws:SourceAccount. */
  readonly context: Readonly<Record<string, string>>;
}

/**
 * Whether a resource policy lets a service in: enough of IAM's policy language for policies on topics and keys, and a
 * refusal of what it does not know, because a policy that is read wrong is worse than none.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function allows(policyText: string, access: Access): boolean {
  const { Statement } = policy.parse(JSON.parse(policyText));
  const matching = [Statement].flat().filter((statement) => matches(statement, access));
  return matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny');
}

const texts = z.union([z.string(), z.array(z.string())]);

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.literal('*'), z.record(z.string(), texts)]),
  Action: texts,
  Resource: texts,
  Condition: z.record(z.string(), z.record(z.string(), z.union([texts, z.boolean()]))).optional(),
});

const policy = z.object({ Statement: z.union([statement, z.array(statement)]) });

type Statement = z.output<typeof statement>;

function matches({ Principal, Action, Resource, Condition = {} }: Statement, access: Access): boolean {
  const { service, action, resource, context } = access;
  const isFor = Principal === '*' || [Principal.Service ?? []].flat().includes(service) || Principal.AWS === '*';
  return (
    isFor &&
    [Action].flat().some((pattern) => like(pattern.toLowerCase(), action.toLowerCase())) &&
    [Resource].flat().some((pattern) => like(pattern, resource)) &&
    Object.entries(Condition).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) =>
        holds(operator, [wanted].flat().map(String), contextValue(key, context)),
      ),
    )
  );
}

type Operator = (wanted: string, value: string) => boolean;

const equals: Operator = (wanted, value) => wanted === value;
const operators: Readonly<Record<string, Operator>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: (wanted, value) => wanted.toLowerCase() === value.toLowerCase(),
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: (wanted, value) => wanted.toLowerCase() === value,
};

/** One of the values wanted is enough, and for a negated operator none must be there. */
function holds(name: string, wanted: readonly string[], value: string | undefined): boolean {
  const [, plain = '', ifExists] = /^(.+?)(IfExists)?$/.exec(name) ?? [];
  const isNegated = /^(String|Arn)Not/.test(plain);
  const operator = operators[plain.replace(/^(String|Arn)Not/, '$1')];
  if (!operator) throw new Error(`the local run reads no policy with the condition operator ${name}`);
  if (value === undefined) return ifExists !== undefined || isNegated;
  return wanted.some((one) => operator(one, value)) !== isNegated;
}

/** Keys are the same in any case. */
function contextValue(key: string, context: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(context).find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
}

/** `*` is any text and `?` any character. */
function like(pattern: string, value: string): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(value);
}
