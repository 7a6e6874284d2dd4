import { randomBytes } from 'node:crypto';
import { framesOf } from '../../errors.ts';
import { emit } from './daemon.ts';

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
    // A field without a value is none, and takes nothing from one of its name that has a value.
    const fields = header
      .split(';')
      .map((field) => field.split('='))
      .filter(([, value]) => value);
    const { Root = '', Parent = '', Sampled, Self: _, ...others } = Object.fromEntries(fields);
    this.id = Parent;
    this.trace_id = Root;
    this.notTraced = Sampled !== '1' || Parent === '' || !/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(Root);
    this.additional = Object.entries(others)
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

/** Without the message, which may quote what the sender sent, here and above the frames of the stack. */
function exceptionOf(error: Error): object {
  const frames = framesOf(error)
    .join('\n')
    .matchAll(/^ +at (?:(.*) )?\(?(.*?):(\d+)(?::\d+)?\)?$/gm);
  return {
    id: randomBytes(8).toString('hex'),
    type: error.name,
    remote: true,
    stack: [...frames].map(([, label = 'anonymous', path, line]) => ({ path, line: Number(line), label })),
  };
}
