import type * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { isJson } from '../../eventbridge/json.ts';
import { SettingsError } from './settings.ts';

/** What the AWS provider takes beside what the program itself says to it. */
type ProviderSettings = Omit<aws.ProviderArgs, 'region' | 'defaultTags'>;
type Kind = 'text' | 'json';

/** `aws:` settings, by how the provider wants their values; `Record` so that none of a later provider is forgotten. */
const kinds: Readonly<Record<keyof ProviderSettings, Kind>> = {
  accessKey: 'text',
  allowedAccountIds: 'json',
  assumeRoleWithWebIdentity: 'json',
  assumeRoles: 'json',
  customCaBundle: 'text',
  ec2MetadataServiceEndpoint: 'text',
  ec2MetadataServiceEndpointMode: 'text',
  endpoints: 'json',
  forbiddenAccountIds: 'json',
  httpProxy: 'text',
  httpsProxy: 'text',
  ignoreTags: 'json',
  insecure: 'json',
  maxRetries: 'json',
  noProxy: 'text',
  profile: 'text',
  retryMode: 'text',
  s3UsEast1RegionalEndpoint: 'text',
  s3UsePathStyle: 'json',
  secretKey: 'text',
  sharedConfigFiles: 'json',
  sharedCredentialsFiles: 'json',
  skipCredentialsValidation: 'json',
  skipMetadataApiCheck: 'json',
  skipRegionValidation: 'json',
  skipRequestingAccountId: 'json',
  stsRegion: 'text',
  tagPolicyCompliance: 'text',
  token: 'text',
  tokenBucketRateLimiterCapacity: 'json',
  useDualstackEndpoint: 'json',
  useFipsEndpoint: 'json',
  userAgents: 'json',
};

/**
 * The stack's `aws:` settings, which Pulumi hands to its default provider and which so would say nothing to ours: whose
 * credentials it takes and in which accounts it may work.
 * @param values by full key, as Pulumi passes them
 * @param isSecret whether the value of a full key is encrypted in the stack's file, and so has to be in its state
 * @throws SettingsError naming every one that cannot be obeyed
 */
export function providerSettings(
  values: Readonly<Record<string, string>>,
  region: string,
  isSecret: (key: string) => boolean,
): ProviderSettings {
  const given = Object.entries(values).filter(([key]) => key.startsWith('aws:'));
  const wrong = given.flatMap(([key, text]) => refused(key.slice('aws:'.length), text, region));
  if (wrong.length > 0) throw new SettingsError(wrong.join('\n'));
  return Object.fromEntries(
    given.flatMap(([fullKey, text]) => {
      const key = fullKey.slice('aws:'.length);
      if (!isKnown(key)) return [];
      const value: unknown = kinds[key] === 'json' ? JSON.parse(text) : text;
      return [[key, isSecret(fullKey) ? pulumi.secret(value) : value]];
    }),
  );
}

function refused(key: string, text: string, region: string): readonly string[] {
  if (key === 'region') {
    return text === region
      ? []
      : [`aws:region is ${JSON.stringify(text)}: wants ${region}, as webhook-bridge:region, or to be removed`];
  }
  if (key === 'defaultTags')
    return ['aws:defaultTags is no setting of this program: wants webhook-bridge:tags instead'];
  if (!isKnown(key)) return [`aws:${key} is no setting of the AWS provider: remove it`];
  // The value may be a credential.
  return kinds[key] === 'json' && !isJson(text) ? [`aws:${key}: wants what the AWS provider takes, as JSON`] : [];
}

function isKnown(key: string): key is keyof ProviderSettings {
  return Object.hasOwn(kinds, key);
}
