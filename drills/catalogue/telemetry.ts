import type { Drill } from '../drill.ts';
import { deploying } from './function.ts';

export const telemetry: readonly Drill[] = [
  {
    minutesASecond: 1,
    rate: 10,
    lasts: 30,
    clears: 20,
    name: 'broken-metrics',
    what: 'a deployed function writes metrics that CloudWatch cannot read',
    begin: deploying((files) => ({
      ...files,
      'telemetry.cjs': (files['telemetry.cjs'] ?? '').replaceAll('CloudWatchMetrics:[', 'CloudWatchMetrics:[7,'),
    })),
    rings: { 'lost-telemetry_malformed': 13, 'lost-telemetry_missing': 13 },
    tells: { topic: 'ticket', alarm: 'lost-telemetry', within: 29 },
  },
];
