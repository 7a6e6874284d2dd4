import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import {
  type Alarm,
  type CompositeAlarm,
  type CompositeRule,
  isComposite,
  type MetricAlarm,
  type Severity,
} from '../../dashboards/alarms/alarm.ts';
import { type AlarmDefinitions, listed } from '../../dashboards/alarms/alarms.ts';
import { type DescribedSection, runbook } from '../../dashboards/runbook.ts';
import type { Names } from '../names.ts';

export interface AlarmsArgs {
  readonly names: Names;
  readonly alarms: AlarmDefinitions;
  /** Where the runbook is read. */
  readonly runbookUrl: string;
  /** Where the dashboard of operations is shown. */
  readonly dashboardUrl: string;
  /** ARN of the topic of each severity. */
  readonly topics: Readonly<Record<Severity, pulumi.Output<string>>>;
  /** Whether people are told of the end of a fault too. */
  readonly recoveries: boolean;
}

/** One alarm, as AWS knows it. */
export interface AlarmArn {
  readonly section: DescribedSection;
  readonly arn: pulumi.Output<string>;
}

/** What is watched while nobody looks: alarms on metrics, which tell nobody, and composites of them, which do. */
export class Alarms extends pulumi.ComponentResource {
  /** Composites first, then the alarms that they are made of, each in the order of their definitions. */
  readonly arns: readonly AlarmArn[];
  /** Names of those that tell somebody. */
  readonly tellingNames: readonly string[];
  readonly #provisioned = new Map<Alarm, aws.cloudwatch.MetricAlarm | aws.cloudwatch.CompositeAlarm>();

  constructor(name: string, args: AlarmsArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:alarms:Alarms', name, {}, options);
    const { metric, composite } = listed(args.alarms);
    this.tellingNames = composite
      .filter(({ severity }) => severity !== undefined)
      .map((alarm) => physicalName(alarm, args.names));
    for (const alarm of metric) this.#provisioned.set(alarm, this.#metricAlarm(name, alarm, args));
    for (const alarm of composite) this.#compositeAlarm(name, alarm, args);
    this.arns = [...composite, ...metric].map((alarm) => ({ section: alarm.section, arn: this.#of(alarm).arn }));
    this.registerOutputs();
  }

  #metricAlarm(name: string, alarm: MetricAlarm, args: AlarmsArgs): aws.cloudwatch.MetricAlarm {
    const { threshold, comparisonOperator, evaluationPeriods, datapointsToAlarm, treatMissingData } = alarm;
    return new aws.cloudwatch.MetricAlarm(
      [name, ...rolesOf(alarm)].join('-'),
      {
        name: physicalName(alarm, args.names),
        alarmDescription: descriptionOf(alarm, args),
        metricQueries: queriesOf(alarm),
        threshold,
        comparisonOperator,
        evaluationPeriods,
        datapointsToAlarm,
        treatMissingData,
      },
      { parent: this },
    );
  }

  /** After those that its rule names and the one that suppresses it, which AWS wants to be there. */
  #compositeAlarm(name: string, alarm: CompositeAlarm, args: AlarmsArgs): aws.cloudwatch.CompositeAlarm {
    const known = this.#provisioned.get(alarm);
    if (known instanceof aws.cloudwatch.CompositeAlarm) return known;
    const { rule, severity, suppression } = alarm;
    const children = alarmsIn(rule).map((child) => this.#child(name, child, args));
    const topic = severity === undefined ? [] : [args.topics[severity]];
    const provisioned = new aws.cloudwatch.CompositeAlarm(
      [name, ...rolesOf(alarm)].join('-'),
      {
        alarmName: physicalName(alarm, args.names),
        alarmDescription: descriptionOf(alarm, args),
        alarmRule: ruleOf(rule, args.names),
        alarmActions: topic,
        okActions: args.recoveries ? topic : [],
        ...(suppression && {
          actionsSuppressor: {
            alarm: this.#child(name, suppression.by, args).arn,
            waitPeriod: suppression.waitSeconds,
            extensionPeriod: suppression.extensionSeconds,
          },
        }),
      },
      { parent: this, dependsOn: children },
    );
    this.#provisioned.set(alarm, provisioned);
    return provisioned;
  }

  #child(name: string, alarm: Alarm, args: AlarmsArgs) {
    return isComposite(alarm) ? this.#compositeAlarm(name, alarm, args) : this.#of(alarm);
  }

  #of(alarm: Alarm) {
    const provisioned = this.#provisioned.get(alarm);
    if (provisioned) return provisioned;
    throw new Error(`the alarm ${alarm.section} is part of a composite and of no list`);
  }
}

function physicalName(alarm: Alarm, names: Names): string {
  return names.physical(255, ...rolesOf(alarm));
}

/** A composite says first what it does, as it has the section, and may have the name, of an alarm it is made of. */
function rolesOf(alarm: Alarm): readonly string[] {
  const { section, qualifiers } = alarm;
  if (!isComposite(alarm)) return [section, ...qualifiers];
  return alarm.severity === undefined ? ['holding', ...qualifiers] : [alarm.severity, section, ...qualifiers];
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
function ruleOf(rule: CompositeRule, names: Names): string {
  if ('alarm' in rule) return `ALARM("${physicalName(rule.alarm, names)}")`;
  const [operator, rules] = 'all' in rule ? [' AND ', rule.all] : [' OR ', rule.any];
  const joined = rules.map((each) => ruleOf(each, names)).join(operator);
  return rules.length === 1 ? joined : `(${joined})`;
}

function alarmsIn(rule: CompositeRule): readonly Alarm[] {
  if ('alarm' in rule) return [rule.alarm];
  return ('all' in rule ? rule.all : rule.any).flatMap(alarmsIn);
}

function descriptionOf({ symptom, lookFirstAt, section }: Alarm, { runbookUrl, dashboardUrl }: AlarmsArgs): string {
  return `${symptom} Look first at ${lookFirstAt}. Runbook: ${runbook(runbookUrl)[section]} Dashboard: ${dashboardUrl}`;
}

/** Metrics by their ids and, where there is one, the expression over them: only the last is compared. */
function queriesOf({
  metrics,
  expression,
  section,
  periodSeconds,
}: MetricAlarm): aws.types.input.cloudwatch.MetricAlarmMetricQuery[] {
  const watched = Object.entries(metrics).map(([id, { namespace, name, dimensions, stat }]) => ({
    id,
    metric: { namespace, metricName: name, dimensions, period: periodSeconds, stat },
    returnData: expression === undefined,
  }));
  if (expression === undefined) return watched;
  return [...watched, { id: 'watched', expression, label: section, returnData: true }];
}
