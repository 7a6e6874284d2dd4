import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { AlarmDefinitions } from '../../dashboards/alarms/alarms.ts';
import { coldStart } from '../../dashboards/cold-start/cold-start.ts';
import { bodyOf, type Dashboard } from '../../dashboards/layout.ts';
import type { Monitored } from '../../dashboards/monitored.ts';
import { operations } from '../../dashboards/operations/operations.ts';
import type { Names } from '../names.ts';
import type { AlarmArn } from './alarms.ts';

export interface DashboardsArgs {
  readonly names: Names;
  readonly monitored: Monitored;
  readonly alarms: AlarmDefinitions;
  readonly alarmArns: readonly AlarmArn[];
}

/** What an operator looks at. */
export class Dashboards extends pulumi.ComponentResource {
  /** Where each is shown in the console of AWS. */
  readonly urls: Readonly<Record<'operations' | 'coldStart', pulumi.Output<string>>>;

  constructor(name: string, args: DashboardsArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:dashboards:Dashboards', name, {}, options);
    const { monitored, alarms, alarmArns } = args;
    const aboutColdStarts = alarmArns.filter(({ section }) => section === alarms.metric.slowColdStarts.section);

    this.urls = {
      operations: this.#dashboard(name, 'operations', args, alarmArns, (arns) => operations(monitored, alarms, arns)),
      coldStart: this.#dashboard(name, 'cold-start', args, aboutColdStarts, (arns) =>
        coldStart(monitored, alarms, arns),
      ),
    };
    this.registerOutputs({ urls: this.urls });
  }

  #dashboard(
    name: string,
    role: string,
    { names, monitored }: DashboardsArgs,
    alarms: readonly AlarmArn[],
    draw: (arns: readonly string[]) => Dashboard,
  ): pulumi.Output<string> {
    const dashboard = new aws.cloudwatch.Dashboard(
      `${name}-${role}`,
      {
        dashboardName: dashboardName(names, monitored.region, role),
        dashboardBody: pulumi.all(alarms.map(({ arn }) => arn)).apply((arns) => bodyOf(draw(arns))),
      },
      { parent: this },
    );
    return dashboard.dashboardName.apply((name) => dashboardUrl(monitored.region, name));
  }
}

/** With the region: a dashboard belongs to the account, and another region may have a stack of the same name. */
export function dashboardName(names: Names, region: string, role: string): string {
  return names.physical(255, region, role);
}

/** Where the console of AWS shows it. */
export function dashboardUrl(region: string, name: string): string {
  return `https://console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${name}`;
}
