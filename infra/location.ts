import type * as pulumi from '@pulumi/pulumi';

/** Where a stack lives. */
export interface StackLocation {
  /** `aws`, or that of China or of the US government. */
  readonly partition: string;
  readonly region: string;
  /** The number of the account. */
  readonly account: string;
}

/** The location that is written in the ARN of one of its resources, so that nobody has to be asked for it. */
export function locationOf(arn: pulumi.Output<string>): pulumi.Output<StackLocation> {
  return arn.apply((text) => {
    const [, partition = '', , region = '', account = ''] = text.split(':');
    return { partition, region, account };
  });
}
