import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type AwsAccess, awsAccess } from '../aws-access.ts';

export interface AwsClients extends AwsAccess {
  readonly events: EventBridgeClient;
  readonly metrics: CloudWatchClient;
}

export function aws(region: string, endpoint: string | undefined): AwsClients {
  const access = awsAccess(region, endpoint);
  return {
    ...access,
    events: new EventBridgeClient(access.configuration),
    metrics: new CloudWatchClient(access.configuration),
  };
}
