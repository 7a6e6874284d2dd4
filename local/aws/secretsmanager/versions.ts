/** A secret's value as it was put: text, or bytes in the base64 they travel in. */
export type SecretValue = { readonly SecretString: string } | { readonly SecretBinary: string };

export interface SecretVersion {
  readonly id: string;
  readonly value: SecretValue;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
}

/**
 * The versions of one secret and their staging labels. A label is on one version at a time, and whenever AWSCURRENT
 * moves, AWSPREVIOUS goes to the version it left.
 */
export class SecretVersions {
  readonly #versions = new Map<string, SecretVersion>();
  readonly #versionOf = new Map<string, string>();

  get(id: string): SecretVersion | undefined {
    return this.#versions.get(id);
  }

  /** The version that a staging label is on. */
  labelled(stage: string): SecretVersion | undefined {
    const id = this.#versionOf.get(stage);
    return id === undefined ? undefined : this.#versions.get(id);
  }

  stages(id: string): readonly string[] {
    return [...this.#versionOf].filter(([, version]) => version === id).map(([stage]) => stage);
  }

  /** Every version that has a label, with its labels. */
  labels(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries([...this.#versionOf.values()].map((id) => [id, this.stages(id)]));
  }

  labelCount(): number {
    return this.#versionOf.size;
  }

  count(): number {
    return this.#versions.size;
  }

  add(version: SecretVersion, stages: readonly string[]): void {
    // AWS puts AWSCURRENT on a secret's first version whatever labels were asked for.
    const labels = this.#versions.size === 0 ? new Set([...stages, 'AWSCURRENT']) : new Set(stages);
    this.#versions.set(version.id, version);
    for (const stage of labels) this.move(stage, version.id);
  }

  move(stage: string, to: string): void {
    const from = this.#versionOf.get(stage);
    if (from === to) return;
    // A version that becomes current stops being the previous one, even when no other takes the label from it.
    if (stage === 'AWSCURRENT' && this.#versionOf.get('AWSPREVIOUS') === to) this.#versionOf.delete('AWSPREVIOUS');
    this.#versionOf.set(stage, to);
    if (stage === 'AWSCURRENT' && from !== undefined) this.#versionOf.set('AWSPREVIOUS', from);
  }

  unlabel(stage: string): void {
    this.#versionOf.delete(stage);
  }

  /** Deletes the oldest versions without a label created before `createdBefore`, until `keep` are left. */
  deleteDeprecated(keep: number, createdBefore: number): void {
    const labelled = new Set(this.#versionOf.values());
    for (const { id, createdAt } of this.#versions.values()) {
      if (this.#versions.size <= keep) return;
      if (!labelled.has(id) && createdAt < createdBefore) this.#versions.delete(id);
    }
  }
}
