import { join } from 'node:path';
import { z } from 'zod';
import { awsProvider, type Graph, ofType, ProgramError, runProgram } from '../../local/index.ts';
import { CommandError } from '../command-line/command.ts';
import { describedScheme } from '../senders.ts';
import type { Configuration } from '../stack-file.ts';

/** What the program declares for a stack, as far as it is held against AWS. */
export interface Declared {
  readonly functionName: string;
  readonly logGroup: string;
  /** Negative where it reserves none. */
  readonly reservedConcurrency: number;
  readonly sources: readonly DeclaredSource[];
  readonly busName: string;
  readonly parkingQueueName: string;
  readonly pipeName: string;
  readonly alarms: readonly string[];
  /** Those of them that tell somebody. */
  readonly tellingAlarms: readonly string[];
  readonly unmuteCommand: string;
  readonly dashboards: readonly string[];
  readonly topics: readonly { readonly severity: string; readonly name: string; readonly subscriptions: number }[];
  readonly slackChannels: number;
}

export type DeclaredSource = z.output<typeof delivery>;

const root = join(import.meta.dirname, '../..');

/** Where URLs would be is all the same to what is read from them here. */
const nowhere = { awsEndpoint: 'http://aws.invalid', functionUrl: 'http://function.invalid/' };

/**
 * Runs the program as `pulumi preview` does, without the engine, so that names and values are those that it deploys.
 * @throws CommandError with what the program says when it stops
 */
export async function declaredBy(configuration: Configuration, region: string, account: string): Promise<Declared> {
  try {
    return read(await runProgram(root, configuration, awsProvider({ region, account, ...nowhere })));
  } catch (error) {
    if (error instanceof ProgramError) throw new CommandError(error.message);
    throw error;
  }
}

const delivery = z.object({
  name: z.string(),
  scheme: z.string(),
  /** Where the scheme is the stack's own. */
  description: describedScheme.optional(),
  /** Where senders were given another address than that of the function. */
  signedUrl: z.string().optional(),
  secretId: z.string(),
});

const outputs = z.object({
  deliveries: z.array(delivery),
  functionName: z.string(),
  logGroup: z.string(),
  busName: z.string(),
  parkingQueueUrl: z.string(),
  topicArns: z.record(z.string(), z.string()),
  unmuteCommand: z.string(),
});

function read(graph: Graph): Declared {
  const { deliveries, functionName, logGroup, busName, ...out } = outputs.parse(graph.outputs);
  const lambda = all(graph, 'aws:lambda/function:Function', { reservedConcurrentExecutions: z.number().default(-1) });
  const composites = all(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm', {
    alarmName: z.string(),
    alarmActions: z.array(z.string()).default([]),
  });
  const metricAlarms = all(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm', { name: z.string() });
  const subscriptions = all(graph, 'aws:sns/topicSubscription:TopicSubscription', { topic: z.string() });
  return {
    functionName,
    logGroup,
    reservedConcurrency: lambda[0]?.reservedConcurrentExecutions ?? -1,
    sources: deliveries,
    busName,
    parkingQueueName: last(out.parkingQueueUrl, '/'),
    pipeName: all(graph, 'aws:pipes/pipe:Pipe', { name: z.string() })[0]?.name ?? '',
    alarms: [...composites.map(({ alarmName }) => alarmName), ...metricAlarms.map(({ name }) => name)],
    tellingAlarms: composites.filter(({ alarmActions }) => alarmActions.length > 0).map(({ alarmName }) => alarmName),
    unmuteCommand: out.unmuteCommand,
    dashboards: all(graph, 'aws:cloudwatch/dashboard:Dashboard', { dashboardName: z.string() }).map(
      ({ dashboardName }) => dashboardName,
    ),
    topics: Object.entries(out.topicArns).map(([severity, arn]) => ({
      severity,
      name: last(arn, ':'),
      subscriptions: subscriptions.filter(({ topic }) => topic === arn).length,
    })),
    slackChannels: ofType(graph, 'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration').length,
  };
}

function all<S extends z.ZodRawShape>(graph: Graph, type: string, shape: S): readonly z.output<z.ZodObject<S>>[] {
  return ofType(graph, type).map(({ inputs, outputs }) => z.object(shape).parse({ ...outputs, ...inputs }));
}

function last(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}
