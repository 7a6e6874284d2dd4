import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { page } from '../paging.ts';
import { InvalidInput, type Operation, operation } from '../service.ts';
import { epochSeconds } from './input.ts';

export interface DashboardDeclaration {
  readonly name: string;
  readonly arn: string;
  /** JSON text, by "Dashboard body structure and syntax" of the API reference. */
  readonly body: string;
}

const perPage = 1000;

/** The operations that read the dashboards of the program. */
export function dashboardOperations(
  declared: readonly DashboardDeclaration[],
  now: () => number,
): Readonly<Record<string, Operation>> {
  const modified = now();
  const dashboards = declared.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return {
    ListDashboards: operation(
      z.strictObject({ DashboardNamePrefix: z.string().default(''), NextToken: z.string().optional() }),
      ({ DashboardNamePrefix, NextToken }) => {
        const named = dashboards.filter(({ name }) => name.startsWith(DashboardNamePrefix));
        const listed = page(named, ({ name }) => name, perPage, NextToken);
        if (!listed) throw new InvalidInput('NextToken is not one that ListDashboards gave.');
        return {
          DashboardEntries: listed.items.map(({ name, arn, body }) => ({
            DashboardName: name,
            DashboardArn: arn,
            LastModified: epochSeconds(modified),
            Size: Buffer.byteLength(body),
          })),
          NextToken: listed.nextToken,
        };
      },
    ),
    GetDashboard: operation(z.strictObject({ DashboardName: z.string().min(1) }), ({ DashboardName }) => {
      const dashboard = dashboards.find(({ name }) => name === DashboardName);
      if (!dashboard) {
        throw new AwsError('DashboardNotFoundError', `Dashboard ${DashboardName} does not exist`, 404);
      }
      return { DashboardName, DashboardArn: dashboard.arn, DashboardBody: dashboard.body };
    }),
  };
}
