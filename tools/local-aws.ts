import { createHash } from 'node:crypto';

/** How a client of AWS's SDK is configured to call the AWS of a local run, which takes any credentials. */
export function localAws(endpoint: string, region = 'us-east-1') {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } as const;
}

/** The subdomain that the Function URL of a function would have on AWS: the same in every run. */
export function localUrlId(functionName: string): string {
  return createHash('sha256').update(functionName).digest('hex').slice(0, 32);
}

/** The address of a source that a sender signs in a local run, where it would be that of the Function URL on AWS. */
export function localSignedUrl(urlId: string, region: string, source: string): string {
  return `https://${urlId}.lambda-url.${region}.on.aws/${source}`;
}
