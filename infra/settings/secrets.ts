import type { Settings } from './schema.ts';
import { SettingsError } from './settings.ts';

/**
 * A signing secret that stands in the stack's file as it is would be in the repository for everybody to read.
 * @param isSecret whether the value of a full key is encrypted in the stack's file
 * @throws SettingsError naming each of them
 */
export function refusePlainSecrets(
  project: string,
  stack: string,
  { secrets }: Pick<Settings, 'secrets'>,
  isSecret: (key: string) => boolean,
): void {
  const sources = Object.keys(secrets);
  if (sources.length === 0 || isSecret(`${project}:secrets`)) return;
  throw new SettingsError(
    sources
      .map((source) => {
        const key = `${project}:secrets.${source}`;
        return `${key} is not encrypted: wants \`pulumi config set --stack ${stack} --secret --path '${key}'\`, and another value if this one was ever committed`;
      })
      .join('\n'),
  );
}
