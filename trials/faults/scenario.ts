import type { LocalStack } from '../../local/index.ts';
import type { Account } from './account.ts';

/** One thing that goes wrong while deliveries come. */
export interface Scenario {
  readonly name: string;
  /** What goes wrong, in a few words. */
  readonly what: string;
  /** From when it goes wrong until all is well again. */
  readonly happens: (stage: FaultStage) => Promise<void>;
  /**
   * Whether EventBridge answers at once all the while, or is asked in vain and takes nothing: what it took and gave no
   * answer in time to was then this machine's doing.
   */
  readonly busAnswers?: boolean;
  /** Why this fault may put a delivery on the bus twice, where it may. */
  readonly mayDouble?: string;
  /** How the deliveries show that it happened: a fault that nobody noticed has proved nothing. */
  readonly shows: { readonly what: string; readonly in: (account: Account) => boolean };
}

export interface FaultStage {
  readonly stack: LocalStack;
  /** How long the fault lasts, in milliseconds. */
  readonly lasts: number;
  /** Rejects on Ctrl-C. */
  readonly pause: (milliseconds: number) => Promise<void>;
  /** The secret that senders sign with. */
  readonly secret: string;
  /** From now on senders sign with these, in turn. */
  readonly signWith: (...secrets: readonly string[]) => void;
  /** Sets a new value of the source's secret. */
  readonly rotate: () => Promise<string>;
}
