import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import { page, paging } from '../page.ts';

/** What a list operation of archives or replays is of. */
export interface Listed<Item> {
  readonly operationName: string;
  readonly name: z.ZodType<string>;
  readonly states: readonly string[];
  readonly all: () => readonly Item[];
  /** What its filters look at. */
  readonly of: (item: Item) => { readonly name: string; readonly eventSourceArn: string; readonly state: string };
  readonly answer: (items: readonly Item[]) => object;
  /** Throws AWS's refusal of a filter by what does not exist. */
  readonly checkSource?: (eventSourceArn: string | undefined) => void;
}

/** ListArchives and ListReplays, which take one of their filters at a time. */
export function listing<Item>({ operationName, name, states, all, of, answer, checkSource }: Listed<Item>): Operation {
  const input = z.strictObject({
    NamePrefix: name.optional(),
    EventSourceArn: z.string().min(1).optional(),
    State: z.enum(states).optional(),
    ...paging,
  });
  return operation(input, ({ NamePrefix, EventSourceArn, State, ...paged }) => {
    if ([NamePrefix, EventSourceArn, State].filter((filter) => filter !== undefined).length > 1) {
      throw new AwsError(
        'ValidationException',
        `At most one filter is allowed for ${operationName}. Use either : State, EventSourceArn, or NamePrefix.`,
      );
    }
    checkSource?.(EventSourceArn);
    const wanted = all().filter((item) => {
      const { name, eventSourceArn, state } = of(item);
      return (
        name.startsWith(NamePrefix ?? '') &&
        (EventSourceArn === undefined || eventSourceArn === EventSourceArn) &&
        (State === undefined || state === State)
      );
    });
    const { items, next } = page(wanted, paged);
    return { ...answer(items), ...next };
  });
}
