/**
 * Stands in for `@aws/lambda-invoke-store`, which keeps apart the invocations that one environment serves at once. Ours
 * serve one at a time, and its trace id stands in the environment.
 */
export const InvokeStore = { getInstanceAsync: () => undefined };
