/*
 * The time from the start of the process to the first answer, cut into phases that follow one another without a gap.
 *
 * The bundle is CommonJS files (infra/bundle/bundle.ts), because marks between the imports of an ES module measure
 * nothing: they are hoisted, and everything is evaluated before the first line. `await import(…)` of one of the files is
 * a `require`, so a phase is what lies between two lines of index.ts. This module imports the names of the phases alone:
 * whatever else it needed would be evaluated on the account of `runtime`.
 */

import { type InitPhase, initPhases, type Phase, type WarmupPart } from './phases.ts';

/**
 * Who waited for the init: somebody (`on-demand`), nobody (`proactive`, or one of the types that Lambda names in
 * AWS_LAMBDA_INITIALIZATION_TYPE, e.g. `provisioned-concurrency`).
 */
type InitSource = 'on-demand' | 'proactive' | (string & {});

/** Milliseconds since the start of the process. */
export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export interface Part extends Span {
  readonly name: WarmupPart;
  /** Name of the error, when it failed; the first invocation then does the work itself. */
  readonly errorCode: string | undefined;
}

/** One cold start, taken apart. */
export interface ColdStartAccount {
  readonly init: InitSource;
  /** Duration of each phase in milliseconds. They sum to `totalMs`. */
  readonly durations: Readonly<Record<Phase, number>>;
  /** The phases of INIT, when they happened. */
  readonly initSpans: readonly (Span & { readonly name: Phase })[];
  readonly parts: readonly Part[];
  /** Start of the process to the end of the first delivery. */
  readonly totalMs: number;
}

/** Lambda's rule is nowhere written; Datadog and OpenTelemetry take an init this long before its use for a proactive one. */
const proactiveMs = 10_000;

/**
 * Milliseconds on the clock of `performance.now()`, but from another beginning: evaluating `performance` takes half a
 * millisecond, which INIT has to spare only while it waits for the network (warm-up.ts).
 */
function monotonic(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}

export class ColdStart {
  readonly #initializationType: string;
  readonly #now: () => number;
  readonly #startedAt: () => number;
  /** The ends of the phases of INIT, on the clock of `#now` like all times here. */
  readonly #marks: { readonly name: Phase; readonly at: number }[] = [];
  readonly #parts: Part[] = [];
  #invokedAt: number | undefined;
  #isAnswered = false;

  /**
   * @param now milliseconds since whenever
   * @param startedAt when the process started, on that clock: `performance.timeOrigin`
   */
  constructor(initializationType = 'on-demand', now = monotonic, startedAt = () => now() - performance.now()) {
    this.#initializationType = initializationType;
    this.#now = now;
    this.#startedAt = startedAt;
  }

  /** Ends a phase of INIT, which began where the one before it ended. */
  mark(name: Phase): void {
    this.#marks.push({ name, at: this.#now() });
  }

  /** Times a part of the warm-up, which answers with the name of its error when it failed. */
  async part(name: WarmupPart, work: () => Promise<string | undefined>): Promise<void> {
    const startMs = this.#now();
    const errorCode = await work();
    this.#parts.push({ name, startMs, endMs: this.#now(), errorCode });
  }

  /** An invocation has come; the first ends the wait. */
  invoked(): void {
    this.#invokedAt ??= this.#now();
  }

  /** The account, once: of the delivery that ends now, when it was the first. */
  answered(publishMs: number | undefined): ColdStartAccount | undefined {
    if (this.#isAnswered || this.#invokedAt === undefined) return undefined;
    this.#isAnswered = true;
    const startedAt = this.#startedAt();
    const since = (at: number) => at - startedAt;
    const initSpans = this.#marks.map(({ name, at }, index) => ({
      name,
      startMs: since(this.#marks[index - 1]?.at ?? startedAt),
      endMs: since(at),
    }));
    const totalMs = since(this.#now());
    const invokedMs = since(this.#invokedAt);
    const wait = invokedMs - (initSpans.at(-1)?.endMs ?? 0);
    const publish = publishMs ?? 0;
    const inits = Object.fromEntries(initSpans.map(({ name, startMs, endMs }) => [name, endMs - startMs]));
    return {
      init: this.#initializationType === 'on-demand' && wait > proactiveMs ? 'proactive' : this.#initializationType,
      durations: { ...none(), ...inits, wait, handler: totalMs - invokedMs - publish, publish },
      initSpans,
      parts: this.#parts.map((part) => ({ ...part, startMs: since(part.startMs), endMs: since(part.endMs) })),
      totalMs,
    };
  }
}

/** A phase of INIT that was never marked took no time. */
function none(): Readonly<Record<InitPhase, number>> {
  // Object.fromEntries forgets the keys, which are those of the list.
  return Object.fromEntries(initPhases.map((name) => [name, 0])) as Record<InitPhase, number>;
}
