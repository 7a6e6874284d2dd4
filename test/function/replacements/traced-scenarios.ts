/**
 * Plays the scenarios one after the other in a process of its own, for which an X-Ray SDK keeps what it finds in the
 * environment. Which SDK depends on what is preloaded (stand-in.ts).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Tracer } from '@aws-lambda-powertools/tracer';
import {
  departures,
  passedThrough,
  type Scenario,
  Stage,
  scenarios,
  traceIdOf,
  withoutTrace,
} from './xray-scenarios.ts';

const stage = new Stage(new Tracer({ captureHTTPsRequests: false }));

async function playAll(all: Readonly<Record<string, Scenario>>): Promise<void> {
  for (const [name, { header = ';Parent=53995c3f42cd8ad8;Sampled=1', play }] of Object.entries(all)) {
    process.env._X_AMZN_TRACE_ID = `Root=${traceIdOf(name)}${header}`;
    await play(stage);
  }
}

await playAll({ ...scenarios, ...departures });
for (const header of withoutTrace) {
  if (header === undefined) delete process.env._X_AMZN_TRACE_ID;
  else process.env._X_AMZN_TRACE_ID = header;
  await stage.call('accepted');
}
await playAll(passedThrough);
// The sockets to the daemon keep no process alive.
await sleep(50);
