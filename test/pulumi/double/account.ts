import type { Properties } from '../../../local/index.ts';

/** A resource as AWS has it. */
export interface Existing {
  readonly type: string;
  readonly id: string;
  readonly inputs: Properties;
  /** What AWS decided: ids, ARNs, URLs. */
  readonly decided: Properties;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Whether it is there and does not work: CREATE_FAILED. */
  readonly isFailed: boolean;
}

/** A change that AWS was asked for, and made. */
export interface Change {
  readonly operation: 'create' | 'update' | 'delete';
  readonly type: string;
  readonly urn: string;
  readonly id: string;
}

/** What AWS may be like when the program meets it. */
export interface Weather {
  /** Milliseconds until another service can assume a role that was just made. */
  propagationMs: number;
  /** Milliseconds that a change to a function's policy takes, during which Lambda takes no other. */
  policyChangeMs: number;
  /** Milliseconds for which a bus still sees the rules that were deleted. */
  ruleMemoryMs: number;
  /** The account's concurrency, of which Lambda keeps 100 unreserved. */
  concurrency: number;
}

/** The AWS account that the double stands for. */
export class Account {
  readonly weather: Weather = { propagationMs: 10_000, policyChangeMs: 200, ruleMemoryMs: 0, concurrency: 1_000 };
  /** Oldest first. */
  readonly changes: Change[] = [];
  /** How often Lambda said that it could not assume a role, each time before the provider tried again. */
  refusedRoles = 0;
  readonly deletedRules: { readonly bus: unknown; readonly at: number }[] = [];
  readonly policyChanges = new Set<unknown>();
  /** Names of secrets that wait for their deletion. */
  readonly scheduled = new Set<unknown>();
  readonly #resources = new Map<string, Existing>();

  all(type?: string): readonly Existing[] {
    return [...this.#resources.values()].filter((existing) => type === undefined || existing.type === type);
  }

  find(type: string, id: string, inputs: Properties): Existing | undefined {
    return this.#resources.get(keyOf(type, id, inputs));
  }

  put(existing: Existing): void {
    this.#resources.set(keyOf(existing.type, existing.id, existing.inputs), existing);
  }

  remove({ type, id, inputs }: Pick<Existing, 'type' | 'id' | 'inputs'>): void {
    this.#resources.delete(keyOf(type, id, inputs));
  }

  /** The only resource of a type, or the one of that id. */
  only(type: string, id?: string): Existing {
    const [first, ...more] = this.all(type).filter((existing) => id === undefined || existing.id === id);
    if (first === undefined || more.length > 0) throw new Error(`${more.length + (first ? 1 : 0)} of ${type}`);
    return first;
  }

  /** What somebody does by hand, past Pulumi. */
  changeByHand(existing: Existing, inputs: Properties): void {
    this.put({ ...existing, inputs: { ...existing.inputs, ...inputs } });
  }

  /** The changes from now on. */
  async during(action: () => Promise<unknown>): Promise<readonly Change[]> {
    const before = this.changes.length;
    await action();
    return this.changes.slice(before);
  }
}

/** The id of a permission is told apart by its function alone. */
function keyOf(type: string, id: string, inputs: Properties): string {
  return [type, id, type === 'aws:lambda/permission:Permission' ? inputs.function : ''].join('|');
}
