import { alarmsOf, listed } from '../../dashboards/alarms/alarms.ts';
import { coldStart } from '../../dashboards/cold-start/cold-start.ts';
import { bodyOf } from '../../dashboards/layout.ts';
import type { Monitored } from '../../dashboards/monitored.ts';
import { operations } from '../../dashboards/operations/operations.ts';
import { ofType } from '../../local/index.ts';
import type { Configuration } from '../../tools/stack-file.ts';
import { monitoredBy } from '../infra/monitoring/monitored.ts';
import { blue, dev, given, graphOf, large as largeConfiguration, long, prod } from '../infra/programs.ts';

/** The largest stack there is. */
export const large: Monitored = monitoredBy(given(largeConfiguration));

export interface Bodies {
  readonly operations: string;
  readonly coldStart: string;
}

/** The bodies of each stack's dashboards: those that the program provisions, and those of the largest stack there is. */
export const stacks: Readonly<Record<string, () => Promise<Bodies>>> = {
  'the dev stack': () => provisioned(dev),
  'the prod stack': () => provisioned(prod),
  'a stack with everything on': () => provisioned(blue),
  'a stack with long names': () => provisioned(long),
  'the largest stack': async () => drawn(large),
};

export function drawn(monitored: Monitored): Bodies {
  const alarms = alarmsOf(monitored);
  const { metric, composite } = listed(alarms);
  const arns = [...composite, ...metric].map(
    ({ section, qualifiers }) =>
      `arn:aws:cloudwatch:us-east-1:123456789012:alarm:${[section, ...qualifiers].join('_')}`,
  );
  return {
    operations: bodyOf(operations(monitored, alarms, arns)),
    coldStart: bodyOf(coldStart(monitored, alarms, arns.slice(0, 1))),
  };
}

async function provisioned(configuration: Configuration): Promise<Bodies> {
  const dashboards = ofType(await graphOf(configuration), 'aws:cloudwatch/dashboard:Dashboard');
  const bodyNamed = (name: string) => String(dashboards.find((each) => each.name === name)?.inputs.dashboardBody);
  return { operations: bodyNamed('dashboards-operations'), coldStart: bodyNamed('dashboards-cold-start') };
}
