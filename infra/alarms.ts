import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { type Alarm, type Alarms as Definitions, treatMissingData } from '../dashboards/alarms.ts';
import { type AlarmSection, runbook } from '../dashboards/runbook.ts';
import type { Names } from './names.ts';

export interface AlarmsArgs {
  readonly names: Names;
  readonly alarms: Definitions;
  /** Where the runbook is read. */
  readonly runbookUrl: string;
}

/** One alarm, as AWS knows it. */
export interface AlarmArn {
  readonly section: AlarmSection;
  readonly arn: pulumi.Output<string>;
}

/** What is watched while nobody looks. */
export class Alarms extends pulumi.ComponentResource {
  /** In the order of their definitions. */
  readonly arns: readonly AlarmArn[];

  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:alarms:Alarms', name, {}, options);
    const definitions: readonly Alarm[] = Object.values(args.alarms).flat();
    this.arns = definitions.map((alarm) => ({ section: alarm.section, arn: this.#alarm(name, alarm, args) }));
    this.registerOutputs();
  }

  #alarm(name: string, alarm: Alarm, { names, runbookUrl }: AlarmsArgs): pulumi.Output<string> {
    const { section, of, symptom, threshold, comparison, evaluationPeriods, datapointsToAlarm } = alarm;
    const { arn } = new aws.cloudwatch.MetricAlarm(
      [name, section, ...of].join('-'),
      {
        name: names.physical(255, section, ...of),
        alarmDescription: `${symptom} Runbook: ${runbook(runbookUrl)[section]}`,
        metricQueries: queriesOf(alarm),
        threshold,
        comparisonOperator: comparison,
        evaluationPeriods,
        datapointsToAlarm,
        treatMissingData,
      },
      { parent: this },
    );
    return arn;
  }
}

/** Metrics by their ids and, where there is one, the expression over them: only the last is compared. */
function queriesOf({
  metrics,
  expression,
  section,
  periodSeconds,
}: Alarm): aws.types.input.cloudwatch.MetricAlarmMetricQuery[] {
  const watched = Object.entries(metrics).map(([id, { namespace, name, dimensions, stat }]) => ({
    id,
    metric: { namespace, metricName: name, dimensions, period: periodSeconds, stat },
    returnData: expression === undefined,
  }));
  if (expression === undefined) return watched;
  return [...watched, { id: 'watched', expression, label: section, returnData: true }];
}
