import { alarms } from './expectations/alarms.ts';
import { bus } from './expectations/bus.ts';
import type { Expectation } from './expectations/expectation.ts';
import { ingress } from './expectations/ingress.ts';
import { monitoring } from './expectations/monitoring.ts';
import { notifications } from './expectations/notifications.ts';
import { parking } from './expectations/parking.ts';
import { security } from './expectations/security.ts';
import { sources } from './expectations/sources.ts';
import { stack } from './expectations/stack.ts';
import type { Given } from './programs.ts';

/** Everything that must hold of a stack's resource graph, given its settings. */
export function expectations(given: Given): readonly Expectation[] {
  return [
    ...ingress(given),
    ...sources(given),
    ...bus(given),
    ...parking(given),
    ...alarms(given),
    ...notifications(given),
    ...monitoring(given),
    ...security(given),
    ...stack(given),
  ];
}
