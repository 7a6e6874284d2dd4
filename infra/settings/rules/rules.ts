import { z } from 'zod';
import { name, unique } from '../values.ts';
import { eventPattern } from './event-pattern.ts';
import { inputTransformer, jsonPath } from './input-transformer.ts';

const target = z.discriminatedUnion(
  'type',
  [
    z
      .strictObject({
        type: z.literal('queue'),
        inputPath: jsonPath.optional(),
        inputTransformer: inputTransformer.optional(),
      })
      .refine((queue) => !(queue.inputPath && queue.inputTransformer), 'inputPath or inputTransformer, not both'),
    /** The whole event, as EventBridge writes it; AWS takes no input path for a log group. */
    z.strictObject({ type: z.literal('log') }),
  ],
  'queue or log',
);

const rule = z.strictObject(
  {
    /** A rule's queue has the rule's name. */
    name: name.refine((rule) => rule !== 'parking', 'a name other than that of the parking queue'),
    description: z.string('text').max(512, 'at most 512 characters').optional(),
    pattern: eventPattern,
    /** At most one of each type, so that a target's physical name follows from its rule and type. */
    targets: z
      .array(target, 'a list of targets')
      .min(1, 'at least one target')
      .refine((targets) => unique(targets.map(({ type }) => type)), 'at most one queue and one log a rule'),
  },
  'a rule with name, pattern and targets',
);

/** Where events go from the bus. */
export const rules = z
  .array(rule, 'a list of rules')
  .max(100, 'at most 100 rules')
  .refine((rules) => unique(rules.map(({ name }) => name)), 'every rule with a name of its own');
