import type { Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { answer } from '../../aws-access.ts';
import { CommandError } from '../../command-line/command.ts';
import { wrongForm } from '../../secret-form.ts';
import { fetchSecret } from '../../secrets.ts';
import type { DeclaredSource } from '../declared.ts';
import { type Finding, ok, problem } from '../finding.ts';
import type { VerifiedStack } from '../verified-stack.ts';

export type Source = DeclaredSource;

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
  const wrong = wrongForm(scheme, value);
  if (wrong !== undefined) {
    return { finding: problem(`${secretId} is not what ${source.scheme} wants: ${wrong}`, setIt) };
  }
  return { finding: ok(`${secretId}, as ${source.scheme} wants it`), value };
}

export function schemeOf({ scheme, description }: Source): Scheme {
  const found = description ?? schemes.find(({ name }) => name === scheme);
  if (found) return found;
  // The settings were checked.
  throw new CommandError(`there is no scheme ${scheme}`);
}
