import type { LocalRun } from '../shared/local-run.ts';
import type { Attack } from './attacks/attack.ts';
import { type AttackResults, underAttack } from './attacks/attacker-process.ts';
import { normalPerSecond } from './attacks/attacks.ts';
import { BusReader } from './bus-reader.ts';
import { LambdaMetrics } from './lambda-metrics.ts';
import { watchMemory } from './memory.ts';
import { SignedSender, type SignedTraffic } from './signed-sender.ts';
import type { Round } from './verdict.ts';

/** The run, with the real sender and what watches the run. */
export class ObservedRun implements Disposable {
  readonly #run: LocalRun;
  readonly #sender: SignedSender;
  readonly #bus: BusReader;
  readonly #metrics: LambdaMetrics;

  constructor(run: LocalRun) {
    this.#run = run;
    this.#sender = new SignedSender(run.webhooks);
    this.#bus = new BusReader(run.awsEndpoint);
    this.#metrics = new LambdaMetrics(run.awsEndpoint);
  }

  /** @param attack none is the calm */
  async round(attack: Attack | undefined, seconds: number, stopped: AbortSignal): Promise<Round> {
    const sender = this.#sender;
    const victim = await sender.overheard();
    await this.#bus.account(sender.fates);
    const counts = await this.#metrics.begin();
    const signed = () => sender.send(normalPerSecond, seconds, stopped);
    const round: Promise<readonly [SignedTraffic, AttackResults | undefined]> = attack
      ? underAttack(attack.name, victim, signed)
      : signed().then((sent) => [sent, undefined]);
    const [[traffic, results], memory] = await watchMemory(this.#run.pid, round);
    const lambda = await counts();
    const { sent, accepted, throttled, lost } = traffic;
    const [p50, p99] = [accepted.latency(50), accepted.latency(99)];
    return {
      name: attack?.name ?? 'calm',
      seconds,
      wantedPerSecond: attack?.perSecond,
      attack: results,
      signed: { sent, accepted: accepted.answered, throttled, lost, p50, p99 },
      lambda,
      memory,
      bus: await this.#bus.account(sender.fates),
    };
  }

  [Symbol.dispose](): void {
    this.#bus[Symbol.dispose]();
    this.#metrics[Symbol.dispose]();
  }
}
