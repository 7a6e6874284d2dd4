import { z } from 'zod';

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html */
const filters = ['prefix', 'suffix', 'equals-ignore-case', 'anything-but', 'numeric', 'exists', 'cidr', 'wildcard'];

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const filter = z
  .record(z.string(), z.unknown())
  .refine((operators) => Object.keys(operators).length === 1 && filters.includes(Object.keys(operators)[0] ?? ''));

interface Fields {
  readonly [field: string]: Fields | readonly unknown[];
}

const fields: z.ZodType<Fields> = z.lazy(() =>
  z
    .record(z.string(), z.union([z.array(z.union([value, filter, fields])).min(1), fields]))
    .refine((pattern) => Object.keys(pattern).length > 0),
);

/**
 * The shape of an EventBridge pattern, so that the usual slips are caught before anything is created. What a filter
 * takes is EventBridge's to check.
 */
export const eventPattern = z
  .unknown()
  .refine(
    (pattern) => fields.safeParse(pattern).success,
    `an EventBridge pattern: each field a list of values or of filters (${filters.join(', ')})`,
  )
  // Checked above, by the schema of that very type.
  .transform((pattern) => pattern as Fields);
