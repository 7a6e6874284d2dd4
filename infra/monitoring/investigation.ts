import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Monitored } from '../../dashboards/monitored.ts';
import { coldStartTraces, savedQueries } from '../../dashboards/queries.ts';
import type { Names } from '../names.ts';

export interface InvestigationArgs {
  readonly names: Names;
  readonly monitored: Monitored;
}

/** What an operator opens when a graph is not enough: queries over the log, and the traces of cold starts. */
export class Investigation extends pulumi.ComponentResource {
  constructor(name: string, args: InvestigationArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:investigation:Investigation', name, {}, options);
    const { names, monitored } = args;

    for (const [role, queryString] of Object.entries(savedQueries(monitored))) {
      new aws.cloudwatch.QueryDefinition(
        `${name}-${role}`,
        // What stands before the slash is the folder that the console shows them in.
        { name: `${names.physical(200)}/${role}`, logGroupNames: [monitored.logGroup], queryString },
        { parent: this },
      );
    }
    new aws.xray.Group(
      `${name}-cold-starts`,
      {
        groupName: names.physical(32, 'cold-starts'),
        filterExpression: coldStartTraces(monitored),
        // Insights looks for faults by itself, at a price for each trace; the alarms do that here.
        insightsConfiguration: { insightsEnabled: false, notificationsEnabled: false },
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
