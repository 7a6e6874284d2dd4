import { AwsError } from '../aws-error.ts';
import { SecretVersions } from './versions.ts';

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly versions: SecretVersions;
  /** Milliseconds since the epoch, as the two below. */
  readonly createdAt: number;
  changedAt: number;
  accessedAt: number | undefined;
}

/** The secrets of the run, found by what AWS takes as a `SecretId`. */
export class Secrets {
  readonly all: readonly Secret[];

  constructor(
    declared: readonly { readonly name: string; readonly arn: string; readonly description?: string }[],
    now: number,
  ) {
    this.all = declared.map(({ name, arn, description }) => ({
      name,
      arn,
      description,
      versions: new SecretVersions(),
      createdAt: now,
      changedAt: now,
      accessedAt: undefined,
    }));
  }

  /**
   * By name, by ARN, or by partial ARN: an ARN without the hyphen and six characters that Secrets Manager adds to the
   * name. The whole ARN is tried first, because a name may itself end like such a suffix.
   */
  find(id: string): Secret {
    const found =
      this.all.find(({ name, arn }) => id === name || id === arn) ??
      this.all.find(({ arn }) => id === arn.replace(/-[A-Za-z0-9]{6}$/, ''));
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
}
