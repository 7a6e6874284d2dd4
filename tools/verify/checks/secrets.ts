import type { Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { answer } from '../../aws-access.ts';
import { fetchSecret } from '../../secrets.ts';
import type { Declared } from '../declared.ts';
import { type Finding, ok, problem } from '../finding.ts';
import type { VerifiedStack } from '../verified-stack.ts';
import { wrongForm } from './secret-form.ts';

export type Source = Declared['sources'][number];

/** A source with its secret, where that is of the right form. */
export interface SourceSecret {
  readonly source: Source;
  readonly value: string | undefined;
}

export interface SecretFinding {
  readonly finding: Finding;
  /** Where it is of the right form. */
  readonly value?: string;
}

/** Whether the secret of a source has a value, and one that its scheme can take. */
export async function secretFinding(verified: VerifiedStack, source: Source): Promise<SecretFinding> {
  const { aws, stack } = verified;
  const { name, secretId } = source;
  const setIt = `eval "$(npx pulumi stack output setSecretCommands --stack ${stack} --json | jq -r '."${name}"')"`;
  const asked = fetchSecret(aws.configuration, secretId).catch((error: unknown) => {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return undefined;
    throw error;
  });
  const value = await answer(asked, aws);
  if (value === undefined) {
    return { finding: problem(`${secretId} has no value, or is not there`, setIt) };
  }
  const scheme = schemeOf(source);
  const wrong = scheme && wrongForm(scheme, value);
  if (wrong !== undefined) {
    return { finding: problem(`${secretId} is not what ${source.scheme} wants: ${wrong}`, setIt) };
  }
  return { finding: ok(scheme ? `${secretId}, as ${source.scheme} wants it` : `${secretId} has a value`), value };
}

/** Nothing of one that the settings describe themselves. */
export function schemeOf({ scheme }: Source): Scheme | undefined {
  return schemes.find(({ name }) => name === scheme);
}
