/** How a client of AWS's SDK is configured to call the AWS of a local run, which takes any credentials. */
export function localAws(endpoint: string, region = 'us-east-1') {
  return { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } } as const;
}
