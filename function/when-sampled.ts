import type { Tracer } from '@aws-lambda-powertools/tracer';

type Next = (args: unknown) => Promise<unknown>;
type Middleware = (next: Next, context: unknown) => Next;

/** What the X-Ray SDK does with a client: it puts one middleware on its stack. */
interface Stack {
  readonly use: (plugin: { readonly applyToStack: (stack: Pick<Stack, 'add'>) => void }) => void;
  readonly add: (middleware: Middleware, options: object) => void;
}

/**
 * Traces an AWS client's calls while the trace is sampled. The X-Ray SDK makes a subsegment of every call, also of
 * those that it then throws away, which are nearly all.
 */
export function whenSampled<Client>(client: Client, tracer: Tracer): Client {
  if (!tracer.isTracingEnabled()) return client;
  // Every client of the AWS SDK v3 has one; Powertools names no type for a client.
  const { middlewareStack } = client as { middlewareStack: Stack };
  const onlyWhenSampled: Pick<Stack, 'add'> = {
    add: (middleware, options) =>
      middlewareStack.add((next, context) => {
        const traced = middleware(next, context);
        return (args) => (tracer.isTraceSampled() ? traced(args) : next(args));
      }, options),
  };
  const use: Stack['use'] = ({ applyToStack }) => applyToStack(onlyWhenSampled);
  // The client itself, but for the stack that the X-Ray SDK is shown.
  tracer.captureAWSv3Client(
    Object.create(client as object, { middlewareStack: { value: { ...middlewareStack, use } } }),
  );
  return client;
}
