import type { Drill } from '../drill.ts';
import { coldStarts } from './cold-starts.ts';
import { theFunction } from './function.ts';
import { manyFaults } from './many-faults.ts';
import { muting } from './muting.ts';
import { publication } from './publication.ts';
import { secrets } from './secrets.ts';
import { senders } from './senders.ts';
import { telemetry } from './telemetry.ts';

export const drills: readonly Drill[] = [
  ...publication,
  ...secrets,
  ...senders,
  ...manyFaults,
  ...theFunction,
  ...coldStarts,
  ...muting,
  ...telemetry,
];
