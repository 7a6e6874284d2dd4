import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { logMetricNamespace, logMetrics } from '../../dashboards/metrics.ts';
import type { Monitored } from '../../dashboards/monitored.ts';
import type { Names } from '../names.ts';

export interface LogMetricsArgs {
  readonly names: Names;
  readonly monitored: Monitored;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** Metrics of what Lambda tells in its log lines alone. */
export class LogMetrics extends pulumi.ComponentResource {
  constructor(name: string, { names, monitored, logGroup }: LogMetricsArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:log-metrics:LogMetrics', name, {}, options);
    for (const metric of Object.values(logMetrics)) {
      new aws.cloudwatch.LogMetricFilter(
        `${name}-${metric.name}`,
        {
          name: names.physical(512, metric.name),
          logGroupName: logGroup.name,
          pattern: metric.pattern,
          metricTransformation: {
            namespace: logMetricNamespace(monitored),
            name: metric.name,
            value: '1',
            unit: 'Count',
          },
        },
        { parent: this },
      );
    }
    this.registerOutputs();
  }
}
