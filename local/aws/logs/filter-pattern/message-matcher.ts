/** Says whether the message of a log event matches a filter pattern. */
export type MessageMatcher = (message: string) => boolean;
