import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';

/*
 * Stands in for `aws-xray-sdk-core`, with what Powertools' Tracer calls of it on Lambda: a tenth of its code. A finished
 * subsegment goes to the daemon as one document with all below it, where the SDK sends each on its own. And where the SDK
 * invents the ids that a header lacks, or leaves out a subsegment because another below it is still open, this one sends
 * nothing and all that is over.
 */

/** X-Ray counts in seconds since the epoch. */
const now = () => Date.now() / 1000;

/** The function's own segment, which Lambda writes; here it is where subsegments of an invocation hang. */
export class Segment {
  readonly id: string;
  readonly trace_id: string;
  readonly notTraced: boolean;
  /** What the header says beside these, e.g. its lineage; handed on as it is. */
  readonly additional: string;

  /** @param header what Lambda puts into `_X_AMZN_TRACE_ID` for an invocation */
  constructor(header: string) {
    const fields = header.split(';').map((field) => field.split('='));
    const { Root = '', Parent = '', Sampled, Self: _, ...others } = Object.fromEntries(fields);
    this.id = Parent;
    this.trace_id = Root;
    this.notTraced = Sampled !== '1' || Parent === '' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(Root);
    this.additional = Object.entries(others)
      .filter(([, value]) => value)
      .map(([key, value]) => `;${key}=${value}`)
      .join('');
  }

  addNewSubsegment(name: string): Subsegment {
    return new Subsegment(name, this);
  }
}

export class Subsegment {
  readonly id = randomBytes(8).toString('hex');
  readonly name: string;
  readonly start_time = now();
  end_time?: number;
  in_progress? = true;
  subsegments?: Subsegment[];
  annotations?: Record<string, string | number | boolean>;
  error?: true;
  fault?: true;
  throttle?: true;
  cause?: { readonly working_directory: string; readonly exceptions: readonly object[] };
  // Private, so that it is no part of the document.
  readonly #parent: Segment | Subsegment | undefined;
  #isSent = false;

  constructor(name: string, parent?: Segment | Subsegment) {
    this.name = name;
    this.#parent = parent;
  }

  addNewSubsegment(name: string): Subsegment {
    const subsegment = new Subsegment(name, this);
    this.addSubsegment(subsegment);
    return subsegment;
  }

  addSubsegment(subsegment: Subsegment): void {
    this.subsegments ??= [];
    this.subsegments.push(subsegment);
  }

  addAnnotation(key: string, value: string | number | boolean): void {
    this.annotations = { ...this.annotations, [key]: value };
  }

  addErrorFlag(): void {
    this.error = true;
  }

  addFaultFlag(): void {
    this.fault = true;
  }

  addThrottleFlag(): void {
    this.throttle = true;
  }

  /** @param error of a call to another service */
  close(error?: Error): void {
    this.end_time = now();
    delete this.in_progress;
    if (error) {
      this.fault = true;
      this.cause = { working_directory: process.cwd(), exceptions: [exceptionOf(error)] };
    }
    // What ends after its parent has gone out goes out by itself.
    const parent = this.#parent;
    if (parent && (parent instanceof Segment || parent.#isSent)) this.#send(parent);
  }

  get segment(): Segment | undefined {
    return this.#parent instanceof Segment ? this.#parent : this.#parent?.segment;
  }

  #send({ id: parent_id }: Segment | Subsegment): void {
    const { segment } = this;
    if (!segment || segment.notTraced) return;
    emit({ ...this.#sent(), type: 'subsegment', parent_id, trace_id: segment.trace_id });
  }

  /** Without what is still open below it. */
  #sent(): object {
    this.#isSent = true;
    const { subsegments, ...own } = this;
    const closed = subsegments?.filter(({ in_progress }) => !in_progress).map((subsegment) => subsegment.#sent());
    return closed ? { ...own, subsegments: closed } : own;
  }
}

function exceptionOf({ name, message, stack = '' }: Error): object {
  const frames = stack.matchAll(/^ +at (?:(.*) )?\(?(.*?):(\d+)(?::\d+)?\)?$/gm);
  return {
    id: randomBytes(8).toString('hex'),
    type: name,
    message,
    remote: true,
    stack: [...frames].map(([, label = 'anonymous', path, line]) => ({ path, line: Number(line), label })),
  };
}

const current = new AsyncLocalStorage<Segment | Subsegment>();

/** The innermost step around the caller, or else the function's own segment. */
export function getSegment(): Segment | Subsegment {
  return current.getStore() ?? new Segment(process.env._X_AMZN_TRACE_ID ?? '');
}

/** Runs a step, which closes the subsegment that it is given. */
export function captureAsyncFunc<T>(name: string, run: (subsegment: Subsegment) => T): T {
  const subsegment = getSegment().addNewSubsegment(name);
  return current.run(subsegment, run, subsegment);
}

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

let socket: Socket | undefined;

function emit(document: object): void {
  // Lambda's is an address and a port.
  const { AWS_XRAY_DAEMON_ADDRESS = '127.0.0.1:2000' } = process.env;
  const [host, port] = AWS_XRAY_DAEMON_ADDRESS.split(':');
  socket ??= openSocket();
  // Nobody waits for it: a trace that is lost is no delivery that is lost.
  socket.send(`{"format":"json","version":1}\n${JSON.stringify(document)}`, Number(port), host, () => {});
}

/** Asked for by name, so that only what is sampled pays for Node's sockets. */
function openSocket(): Socket {
  return process.getBuiltinModule('node:dgram').createSocket('udp4').unref();
}

/** Of what Powertools calls on Lambda this is needed nowhere: a segment there always is. */
export const setContextMissingStrategy = () => {};

export default {
  Segment,
  Subsegment,
  getSegment,
  captureAsyncFunc,
  captureAWSv3Client,
  setContextMissingStrategy,
};
