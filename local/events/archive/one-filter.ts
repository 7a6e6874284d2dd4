import { AwsError } from '../../service.ts';

/** ListArchives and ListReplays take one of their filters at a time. */
export function oneFilter(
  operationName: string,
  { NamePrefix, EventSourceArn, State }: Readonly<Partial<Record<'NamePrefix' | 'EventSourceArn' | 'State', unknown>>>,
): void {
  if ([NamePrefix, EventSourceArn, State].filter((filter) => filter !== undefined).length < 2) return;
  throw new AwsError(
    'ValidationException',
    `At most one filter is allowed for ${operationName}. Use either : State, EventSourceArn, or NamePrefix.`,
  );
}
