import { initPhases, type Phase, phases } from '../function/init/phases.ts';
import { annotations, coldStartLogKeys, logKeys } from '../function/signals.ts';
import { dollarsPerBilledMs, dollarsPerInvocation } from './cost.ts';
import type { Monitored } from './monitored.ts';

/*
 * Logs Insights queries over the function's log: its own lines, and the platform's report of each invocation, whose
 * schema is the Telemetry API's.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html
 */

const billedMs = 'record.metrics.billedDurationMs';
const initMs = 'record.metrics.initDurationMs';
const usedMb = 'record.metrics.maxMemoryUsedMB';
const reports = 'filter type = "platform.report"';
const coldStarts = 'filter message = "cold start"';
const newest = ['sort @timestamp desc', 'limit 50'] as const;

/** Why the newest deliveries were refused, and by what they can be found. */
export const newestRefusals = query(
  fields('@timestamp', [
    logKeys.source,
    logKeys.reason,
    logKeys.status,
    logKeys.missingField,
    logKeys.ageMs,
    logKeys.bodyBytes,
    'xray_trace_id',
  ]),
  `filter ${logKeys.outcome} = "refused"`,
  ...newest,
);

/** Why EventBridge did not take the newest parked deliveries. The event has their `delivery_id` once it is on the bus. */
const newestParked = query(
  fields('@timestamp', [
    logKeys.source,
    logKeys.errorCode,
    logKeys.publishMs,
    logKeys.publishAttempts,
    logKeys.entryFailures,
    logKeys.parkMs,
    logKeys.deliveryId,
    'xray_trace_id',
  ]),
  `filter ${logKeys.outcome} = "parked"`,
  ...newest,
);

/** Whatever was logged at ERROR, and invocations that Lambda itself ended. */
export const newestErrors = query(
  fields('@timestamp', [
    'message',
    logKeys.source,
    logKeys.reason,
    logKeys.errorCode,
    'record.status',
    'record.errorType',
    'xray_trace_id',
  ]),
  'filter level = "ERROR" or (type = "platform.report" and record.status != "success")',
  ...newest,
);

/** The newest cold starts, phase by phase. */
export const newestColdStarts = query(
  fields('@timestamp', [
    coldStartLogKeys.init,
    coldStartLogKeys.total,
    ...durationKeys(phases),
    coldStartLogKeys.secretError,
    coldStartLogKeys.connectError,
  ]),
  coldStarts,
  ...newest,
);

/** The deliveries that took longest. */
const slowestDeliveries = query(
  fields('@timestamp', [
    logKeys.source,
    logKeys.outcome,
    logKeys.durationMs,
    logKeys.verifyMs,
    logKeys.publishMs,
    logKeys.publishAttempts,
    'cold_start',
    'xray_trace_id',
  ]),
  `filter ispresent(${logKeys.outcome})`,
  `sort ${logKeys.durationMs} desc`,
  'limit 50',
);

/** Memory that environments have used by the end of an invocation, against what they have. */
export const memoryUsed = query(
  reports,
  `stats max(${usedMb}) as most_mb, avg(${usedMb}) as average_mb, max(record.metrics.memorySizeMB) as size_mb by bin(5m)`,
);

/** How long INIT took by Lambda's own report, beside what the phases of our account add up to. */
export const initByBoth = query(
  `filter ispresent(${initMs}) or message = "cold start"`,
  `stats avg(${initMs}) as lambda_ms, avg(${durationKeys(initPhases).join(' + ')}) as account_ms by bin(5m)`,
);

/** Dollars for Lambda, by the hour. */
export function costByHour(monitored: Monitored): string {
  return query(reports, `stats ${dollars(monitored)} as dollars by bin(1h)`);
}

/** Dollars for Lambda of everything in the time shown, and for a million deliveries at that rate. */
export function costPerMillion(monitored: Monitored): string {
  return query(
    reports,
    `stats count(*) as deliveries, sum(${billedMs}) / 1000 as billed_seconds, ` +
      `${dollars(monitored)} as dollars, (${dollars(monitored)}) / count(*) * 1000000 as dollars_per_million`,
  );
}

/** For a widget, which names its log group itself. */
export function overLog({ logGroup }: Monitored, text: string): string {
  return `SOURCE '${logGroup}' | ${text}`;
}

/** The queries that an operator opens by name, to change and run again. */
export function savedQueries(monitored: Monitored): Readonly<Record<string, string>> {
  return {
    'newest-refusals': newestRefusals,
    'newest-errors': newestErrors,
    'newest-parked': newestParked,
    'newest-cold-starts': newestColdStarts,
    'slowest-deliveries': slowestDeliveries,
    'init-by-lambda-and-by-us': initByBoth,
    'memory-used': memoryUsed,
    'cost-by-hour': costByHour(monitored),
    'cost-per-million': costPerMillion(monitored),
  };
}

/**
 * X-Ray's filter for the traces of cold starts that a sender waited for. `Service` is Powertools' annotation: a group is
 * the account's, and other stacks have cold starts too.
 */
export function coldStartTraces({ functionName }: Monitored): string {
  return `annotation.Service = "${functionName}" AND annotation.${annotations.init} = "on-demand"`;
}

function dollars(monitored: Monitored): string {
  const perMs = dollarsPerBilledMs(monitored).toFixed(15);
  return `sum(${billedMs}) * ${perMs} + count(*) * ${dollarsPerInvocation.toFixed(7)}`;
}

function durationKeys(names: readonly Phase[]): readonly string[] {
  return names.map((phase) => coldStartLogKeys[phase]);
}

function fields(first: string, rest: readonly string[]): string {
  return `fields ${[first, ...rest].join(', ')}`;
}

function query(...commands: readonly string[]): string {
  return commands.join('\n| ');
}
