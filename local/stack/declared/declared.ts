import { newSecret } from '../../../tools/senders.ts';
import type { AwsDeclarations } from '../../aws/aws.ts';
import type { Graph } from '../program/graph.ts';
import { compositeAlarmsOf } from './cloudwatch/composite-alarms.ts';
import { dashboardsOf } from './cloudwatch/dashboards.ts';
import { metricAlarmsOf } from './cloudwatch/metric-alarms.ts';
import { archivesOf, busesOf, rulesOf } from './eventbridge.ts';
import { functionsOf } from './lambda.ts';
import { logGroupsOf, metricFiltersOf, queryDefinitionsOf } from './logs.ts';
import { pipesOf } from './pipes.ts';
import { secretsOf } from './secretsmanager.ts';
import { keysOf, subscriptionsOf, topicsOf } from './sns.ts';
import { sourcesOf } from './sources.ts';
import { queuesOf } from './sqs.ts';
import { xrayGroupsOf } from './xray.ts';

/**
 * What the program declared, as the local services take it. A secret without a value gets a random one.
 * @throws Error naming the URN of a resource that cannot run locally
 */
export function declarationsOf(graph: Graph): AwsDeclarations {
  return {
    secrets: secretsOf(graph, newSecretOf(graph)),
    buses: busesOf(graph),
    rules: rulesOf(graph),
    archives: archivesOf(graph),
    pipes: pipesOf(graph),
    queues: queuesOf(graph),
    topics: topicsOf(graph),
    subscriptions: subscriptionsOf(graph),
    keys: keysOf(graph),
    logGroups: logGroupsOf(graph),
    metricFilters: metricFiltersOf(graph),
    queryDefinitions: queryDefinitionsOf(graph),
    dashboards: dashboardsOf(graph),
    metricAlarms: metricAlarmsOf(graph),
    compositeAlarms: compositeAlarmsOf(graph),
    xrayGroups: xrayGroupsOf(graph),
    functions: functionsOf(graph),
  };
}

/** As the sender of the source would show it. */
function newSecretOf(graph: Graph): (name: string) => string {
  const sources = sourcesOf(graph);
  return (name) => {
    const source = sources.find(({ secretId }) => secretId === name);
    return newSecret(source?.description ?? source?.scheme);
  };
}
