import type { Drill } from '../drill.ts';
import { garbled, marked, markHeader } from '../injections/deployed-code.ts';

const standard = { minutesASecond: 1, clears: 18 } as const;

export const telemetry: readonly Drill[] = [
  {
    ...standard,
    rate: 12,
    lasts: 14,
    name: 'broken-metrics',
    what: 'a deployed function writes metrics that CloudWatch cannot read, of every seventh delivery',
    begin: ({ deploy }) => deploy(garbled),
    // 14 % of the deliveries are above the threshold of 10 %, and not above twice as much: two periods of five minutes,
    // the first as soon as most of it is so.
    rings: { 'lost-telemetry_malformed': 11, 'lost-telemetry_missing': 14 },
    tells: { topic: 'ticket', alarm: 'lost-telemetry', within: 15 },
  },
  {
    ...standard,
    rate: 6,
    lasts: 20,
    name: 'broken-metrics-now-and-then',
    what: 'a deployed function writes one record every six minutes that CloudWatch cannot read',
    begin: async ({ load, every, deploy }) => {
      const record = JSON.stringify({ _aws: { Timestamp: 0, CloudWatchMetrics: [7] } });
      const back = await deploy(marked(`process.stdout.write('${record}\\n'.replace(':0,', ':' + Date.now() + ','));`));
      const stop = every(6, () => void load.burst(1, { [markHeader]: 'broken' }));
      return async () => {
        await stop();
        await back();
      };
    },
    rings: { 'lost-telemetry_malformed': 15 },
    tells: { topic: 'ticket', alarm: 'lost-telemetry', within: 19 },
  },
];
