import type { Monitored } from '../../dashboards/monitored.ts';
import type { Bus } from '../bus/bus.ts';
import type { Ingress } from '../ingress/ingress.ts';
import type { Parking } from '../parking.ts';
import type { Settings } from '../settings/schema.ts';

/**
 * What dashboards and alarms are to be about. Names and not outputs, so that a preview shows every graph and alarm in
 * full.
 */
export function monitoredOf(settings: Settings, ingress: Ingress, bus: Bus, parking: Parking): Monitored {
  return {
    region: settings.region,
    functionName: ingress.functionName,
    logGroup: ingress.logGroupName,
    busName: bus.busName,
    rules: bus.monitored,
    parking: parking.monitored,
    sources: settings.sources.map(({ name, expectedEveryMinutes }) => ({ name, expectedEveryMinutes })),
    memoryMb: settings.memory,
    architecture: settings.architecture,
    reservedConcurrency: settings.reservedConcurrency,
    maxDeliveryBytes: settings.maxDeliveryBytes,
    objectives: settings.objectives,
    thresholds: settings.thresholds,
    runbookUrl: settings.runbookUrl,
  };
}
