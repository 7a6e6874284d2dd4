import type { AwsServer } from './aws-server.ts';

/** Settings of every stack. */
export const settingsEnvironment = {
  FRESHNESS_SECONDS: '30',
  MAX_DELIVERY_BYTES: '2000',
  SECRET_CACHE_SECONDS: '300',
} as const;

/** What the Pulumi program and Lambda put into the function's environment, with the AWS APIs at a test's server. */
export function lambdaEnvironment(aws: AwsServer): Readonly<Record<string, string>> {
  return {
    BUS_NAME: 'deliveries',
    PARKING_QUEUE_URL: `${aws.endpoint}/123456789012/parking`,
    SOURCES: JSON.stringify([
      { name: 'momento', scheme: 'momento', secretId: 'arn:secret:momento' },
      { name: 'orders', scheme: 'momento', secretId: 'arn:secret:orders' },
    ]),
    ...settingsEnvironment,
    POWERTOOLS_SERVICE_NAME: 'webhook-bridge-test',
    POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.endpoint,
  };
}
