import type { QueueDeclaration } from './declaration.ts';
import { sqsError } from './errors.ts';
import { Queue, type QueueOptions } from './queue.ts';

/** The queues of the run, found as SQS finds them: by name, by the path of a URL, and by ARN for a redrive. */
export class Queues {
  readonly all: readonly Queue[];
  readonly #byArn: ReadonlyMap<string, Queue>;

  constructor(declared: readonly QueueDeclaration[], surroundings: QueueOptions) {
    this.all = declared.map((queue) => new Queue(queue, surroundings));
    this.#byArn = new Map(this.all.map((queue) => [queue.declared.arn, queue]));
    for (const { name, redrivePolicy } of declared) {
      if (redrivePolicy && !this.#byArn.has(redrivePolicy.deadLetterTargetArn)) {
        throw new Error(
          `queue ${name} sends its dead letters to ${redrivePolicy.deadLetterTargetArn}, which is no queue of this run`,
        );
      }
    }
  }

  named(name: string): Queue {
    return this.all.find(({ declared }) => declared.name === name) ?? missing();
  }

  /**
   * The host does not matter, as in SQS: a URL of any endpoint that reaches this one names the queue. So does its name
   * alone.
   */
  at(url: string): Queue {
    const named = this.all.find(({ declared }) => declared.name === url);
    if (named) return named;
    if (!URL.canParse(url)) throw sqsError('InvalidAddress', `The address ${url} is not valid for this endpoint.`);
    const { pathname } = new URL(url);
    return this.all.find(({ declared }) => new URL(declared.url).pathname === pathname) ?? missing();
  }

  /** For callers inside the run, to whom an unknown ARN is a mistake of the program and not of a request. */
  withArn(arn: string): Queue {
    const queue = this.#byArn.get(arn);
    if (queue) return queue;
    throw new Error(
      `no queue of this run has the ARN ${arn}; there are ${[...this.#byArn.keys()].join(', ') || 'none'}`,
    );
  }

  deadLettersOf({ declared }: Queue): Queue | undefined {
    return declared.redrivePolicy && this.#byArn.get(declared.redrivePolicy.deadLetterTargetArn);
  }
}

function missing(): never {
  throw sqsError('QueueDoesNotExist', 'The specified queue does not exist.');
}
