import { getSegment } from './context.ts';
import { Segment, type Subsegment } from './segments.ts';

type Next = (args: Call) => Promise<Answered>;
type Middleware = (next: Next, context: Readonly<Record<string, string>>) => Next;

interface Call {
  readonly request: { readonly headers: Record<string, string> };
}

interface Answered {
  readonly output: { readonly $metadata: Metadata };
  readonly response: { readonly headers: Readonly<Record<string, string>> };
}

interface Metadata {
  readonly requestId?: string;
  readonly httpStatusCode?: number;
  readonly attempts?: number;
}

interface Client {
  readonly config: { readonly region: () => Promise<string> };
  readonly middlewareStack: { readonly add: (middleware: Middleware, options: object) => void };
}

/** Makes a subsegment of each call of an AWS client, where the trace is sampled, and hands the trace on. */
export function captureAWSv3Client<T extends Client>(client: T): T {
  const middleware: Middleware = (next, { clientName = '', commandName = '' }) => {
    const service = clientName.replace(/Client$/, '');
    const operation = commandName.replace(/Command$/, '');
    return async (args) => {
      const parent = getSegment();
      const segment = parent instanceof Segment ? parent : parent.segment;
      if (!segment || segment.notTraced) return next(args);
      const call = Object.assign(parent.addNewSubsegment(service), { namespace: 'aws' });
      args.request.headers['X-Amzn-Trace-Id'] =
        `Root=${segment.trace_id};Parent=${call.id};Sampled=1${segment.additional}`;
      const region = await client.config.region();
      const describe = ({ requestId: request_id, httpStatusCode: status, attempts }: Metadata, length?: string) =>
        Object.assign(call, {
          aws: { operation, region, request_id, retries: attempts ?? 0 },
          http: status === undefined ? {} : { response: { status, content_length: length && Number(length) } },
        });
      try {
        const result = await next(args);
        describe(result.output.$metadata, result.response.headers['content-length']);
        call.close();
        return result;
      } catch (error) {
        const thrown = error as Error & { readonly $metadata?: Metadata };
        if (thrown.$metadata) flag(describe(thrown.$metadata), thrown.name, thrown.$metadata.httpStatusCode);
        call.close(thrown);
        throw error;
      }
    };
  };
  client.middlewareStack.add(middleware, { name: 'XRaySDKInstrumentation', step: 'build' });
  return client;
}

/** The names by which AWS says that it was asked too often. */
const throttling =
  /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded|SlowDown|PriorRequest|TransactionInProgress/;

function flag(call: Subsegment, errorName: string, status = 0): void {
  if (status === 429 || throttling.test(errorName)) call.addThrottleFlag();
  if (status >= 500) call.addFaultFlag();
  else if (status >= 400) call.addErrorFlag();
}
