import { coldStarts } from './catalogue/cold-starts.ts';
import { theFunction } from './catalogue/function.ts';
import { manyFaults } from './catalogue/many-faults.ts';
import { muted } from './catalogue/muted.ts';
import { publication } from './catalogue/publication.ts';
import { secrets } from './catalogue/secrets.ts';
import { senders } from './catalogue/senders.ts';
import { telemetry } from './catalogue/telemetry.ts';
import type { Drill } from './drill.ts';

export const drills: readonly Drill[] = [
  ...publication,
  ...secrets,
  ...senders,
  ...manyFaults,
  ...theFunction,
  ...coldStarts,
  ...muted,
  ...telemetry,
];
