import type { AttackResults } from './attacks/attacker-process.ts';
import type { BusAccount } from './bus-reader.ts';
import type { InvocationCounts } from './lambda-metrics.ts';
import type { Memory } from './memory.ts';

/** One attack as it went. */
export interface Round {
  readonly name: string;
  readonly seconds: number;
  /** Requests a second that the attacker tried. */
  readonly wantedPerSecond: number | undefined;
  /** None in the calm. */
  readonly attack: AttackResults | undefined;
  readonly signed: {
    readonly sent: number;
    readonly accepted: number;
    readonly throttled: { readonly rate: number; readonly concurrency: number };
    /** Neither accepted nor throttled. */
    readonly lost: number;
    /** Of those accepted, in milliseconds. */
    readonly p50: number;
    readonly p99: number;
  };
  /** What Lambda counted, of the attack and the signed traffic together. */
  readonly lambda: InvocationCounts;
  readonly memory: Memory;
  readonly bus: BusAccount;
}

/** What the stack was given. */
export interface Limits {
  readonly reservedConcurrency: number;
  /** Ten times as many. */
  readonly requestsPerSecond: number;
  /** What `npm start` may take. */
  readonly megabytes: number;
  /** What it may have gained from the second quarter of a round to the last. */
  readonly growthMegabytes: number;
}

/** What was not as it must be, a line each. */
export function problemsOf(round: Round, limits: Limits): readonly string[] {
  return [...signedProblems(round, limits), ...memoryProblems(round, limits), ...busProblems(round)].map(
    (problem) => `${round.name}: ${problem}`,
  );
}

/** A 429 is right when the limit that it names was reached: by rate within a second, by environments at once. */
function* signedProblems({ attack, signed, lambda, seconds }: Round, limits: Limits): Generator<string> {
  const { rate, concurrency } = signed.throttled;
  if (signed.lost > 0) yield `${signed.lost} signed deliveries got another answer than 2xx or 429`;
  const most = (attack?.mostInASecond ?? 0) + signed.sent / seconds;
  if (rate > 0 && most < limits.requestsPerSecond) {
    yield `${rate} signed deliveries were throttled by rate, with ${Math.round(most)} requests in the fullest second`;
  }
  if (concurrency > 0 && lambda.mostConcurrent < limits.reservedConcurrency) {
    yield `${concurrency} signed deliveries were throttled by concurrency, with ${lambda.mostConcurrent} invocations at once`;
  }
  const steady = attack !== undefined && attack.sent / seconds > limits.requestsPerSecond;
  const least = leastServed * limits.requestsPerSecond * seconds;
  // Where all environments were busy, they and not the rate are the limit.
  if (rate > 0 && concurrency === 0 && steady && lambda.invocations < least) {
    yield `the function took ${lambda.invocations} requests, not the ${Math.round(least)} that its concurrency is reserved for`;
  }
}

/** Of what the request rate lets through, while more than that is offered. */
const leastServed = 0.9;

function* memoryProblems({ memory: { most, quarters } }: Round, limits: Limits): Generator<string> {
  if (most > limits.megabytes) yield `npm start took ${most.toFixed(0)} MB, more than ${limits.megabytes}`;
  const [, second = 0, , last = 0] = quarters;
  if (last - second > limits.growthMegabytes) {
    yield `the memory of npm start grew, ${quarters.map((one) => one.toFixed(0)).join(', ')} MB by quarter`;
  }
}

function* busProblems({ bus }: Round): Generator<string> {
  if (bus.strangers > 0) yield `${bus.strangers} events on the bus are of no accepted delivery`;
  if (bus.missing > 0) yield `${bus.missing} deliveries answered 2xx are not on the bus`;
}
