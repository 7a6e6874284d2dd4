import type { Configuration } from '../../../function/configuration.ts';
import { createDuplicates } from '../../../function/delivery/duplicates.ts';
import type { Secrets } from '../../../function/delivery/secrets.ts';
import { createHandler } from '../../../function/handler.ts';
import { ColdStart } from '../../../function/init/cold-start.ts';
import type { EventBridge } from '../../../function/publication/event-bridge.ts';
import { parkOn } from '../../../function/publication/park.ts';
import { createPublishOrPark } from '../../../function/publication/publication.ts';
import type { Telemetry } from '../../../function/telemetry/telemetry.ts';
import { configuration as ordinary } from './deliveries.ts';

export interface Assembled {
  readonly secrets: Secrets;
  readonly eventBridge: EventBridge;
  readonly telemetry: Telemetry;
  readonly configuration?: Configuration;
  readonly coldStart?: ColdStart;
}

/** The handler as function/assembly.ts puts it together, of a test's own parts. The client of the queue reads the environment. */
export function assembled({
  secrets,
  eventBridge,
  telemetry,
  configuration = ordinary,
  coldStart = new ColdStart(),
}: Assembled) {
  const publishOrPark = createPublishOrPark(
    eventBridge,
    parkOn(configuration.parkingQueueUrl, telemetry.traced),
    telemetry.step,
  );
  return createHandler({ configuration, secrets, publishOrPark, duplicates: createDuplicates(), telemetry, coldStart });
}
