import { readFileSync } from 'node:fs';
import type { Scheme } from '../../function/sources/scheme.ts';
import { schemes as shipped } from '../../function/sources/schemes.ts';
import { type AwsAccess, answer, awsAccess, isLocal } from '../aws-access.ts';
import { CommandError } from '../command-line/command.ts';
import { FlagError } from '../command-line/flags.ts';
import { functionUrl } from '../function-url.ts';
import { localSignedUrl, localUrlId } from '../local-aws.ts';
import { wrongForm } from '../secret-form.ts';
import { fetchSecret } from '../secrets.ts';
import { newSecret, onlyVerifies, type SendableScheme, schemes } from '../senders.ts';
import { type DescribedStack, describedStack } from '../stack-settings.ts';
import type { Flags } from './flags.ts';

/** Where a delivery goes, and by which secret it is signed. */
export interface Target {
  readonly source: string;
  readonly scheme: Scheme;
  readonly url: string;
  /** The address that the sender was given, which some sign. */
  readonly signedUrl: string;
  readonly secret: string;
  /** That the secret in Secrets Manager has not the form that the scheme wants, where it is the one to sign by. */
  readonly warning: string | undefined;
  readonly logGroup: string;
  readonly aws: AwsAccess;
}

/** @throws FlagError for a source that the stack has not */
export async function targetOf(flags: Flags): Promise<Target> {
  const stack = describedStack(flags.stack);
  const { name, scheme: schemeName, url: given } = sourceOf(stack, flags);
  const scheme = schemeOf(stack, schemeName);
  const aws = awsAccess(flags.region ?? stack.settings.region, flags.endpoint, stack.ofProvider('profile'));
  const functionName = stack.named.physical(64);
  // First, as it is what says best that no stack is there.
  const url = addressOf(flags.url ?? (await askedUrl(aws, functionName, flags)), name);
  const onAws = isLocal(aws.endpoint) ? localSignedUrl(localUrlId(functionName), aws.region, name) : url;
  return {
    source: name,
    scheme,
    url,
    signedUrl: given ?? onAws,
    ...(await secretOf(aws, stack.named.physical(512, name), scheme, flags)),
    logGroup: `/aws/lambda/${functionName}`,
    aws,
  };
}

function sourceOf({ settings: { sources } }: DescribedStack, { source, stack }: Flags) {
  const [only, ...others] = sources;
  const found = source === undefined && others.length === 0 ? only : sources.find(({ name }) => name === source);
  if (found) return found;
  const known = sources.map(({ name }) => name).join(', ');
  throw new FlagError(
    source === undefined
      ? `--source is missing; the stack ${stack} has ${known}`
      : `--source is "${source}"; the stack ${stack} has ${known}`,
  );
}

function schemeOf({ settings }: DescribedStack, name: string): Scheme {
  const scheme = [...shipped, ...settings.schemes].find((scheme) => scheme.name === name);
  // The settings were checked.
  if (!scheme) throw new CommandError(`there is no scheme ${name}`);
  return scheme;
}

/** How the scheme's sender is known: by name, or as the stack describes it. */
export function sendable(scheme: Scheme): SendableScheme {
  return schemes.includes(scheme.name) ? scheme.name : scheme;
}

async function askedUrl(aws: AwsAccess, name: string, { isLaptop, stack }: Flags): Promise<string> {
  const none = isLaptop
    ? `${aws.endpoint} runs no function ${name}: for another stack than dev, give --stack NAME and --endpoint-url ${aws.endpoint}`
    : `there is no function ${name} with a URL at ${aws.endpoint ?? `AWS in ${aws.region}`}: npm run up -- --stack ${stack} makes it, --region names another region`;
  const notRunning = isLaptop
    ? { ECONNREFUSED: `no stack runs at ${aws.endpoint}: npm start runs one, --endpoint-url names another address` }
    : {};
  return await functionUrl(aws, name, { ResourceNotFoundException: none, ...notRunning });
}

/** A URL with a path is taken for that of the source itself. */
function addressOf(url: string, source: string): string {
  return new URL(url).pathname === '/' ? new URL(source, url).href : url;
}

async function secretOf(
  aws: AwsAccess,
  secretId: string,
  scheme: Scheme,
  flags: Flags,
): Promise<Pick<Target, 'secret' | 'warning'>> {
  if (flags.isWrong) return { secret: newSecret(), warning: undefined };
  const given = flags.secretFile === undefined ? undefined : contentOf('secret-file', flags.secretFile).toString();
  const secret = given?.replace(/\r?\n$/, '') ?? (await fetched(aws, secretId, flags));
  const wrong = given === undefined ? wrongForm(scheme, secret) : undefined;
  const warning = wrong && `the secret ${secretId} is not what ${scheme.name} wants: ${wrong}`;
  if (!onlyVerifies(sendable(scheme), secret)) return { secret, warning };
  throw new CommandError(
    warning ??
      `the secret of a ${scheme.name} source is a public key, which signs nothing: give the private one by --secret-file`,
  );
}

async function fetched(aws: AwsAccess, secretId: string, { isLaptop, stack }: Flags): Promise<string> {
  const setIt = isLaptop
    ? ''
    : `: the command that sets it is in npx pulumi stack output setSecretCommands --stack ${stack}`;
  return await answer(fetchSecret(aws.configuration, secretId), aws, {
    ResourceNotFoundException: `the secret ${secretId} has no value, or is not there${setIt}`,
  });
}

/** @throws CommandError when it cannot be read */
export function contentOf(flag: string, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new CommandError(`--${flag} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
}
