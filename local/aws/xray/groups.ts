import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { page } from '../paging.ts';
import { type Operation, operation } from '../service.ts';
import type { NamedFilter } from './filter/filter.ts';

export interface GroupDeclaration extends NamedFilter {
  readonly insightsEnabled: boolean;
}

const allGroups = z.strictObject({ NextToken: z.string().optional() });

/** X-Ray documents no size of a page. */
const pageSize = 100;

export function getGroups(groups: readonly GroupDeclaration[]): Operation {
  return operation(allGroups, ({ NextToken }) => {
    const listed = page(groups, ({ arn }) => arn, pageSize, NextToken);
    if (!listed) throw new AwsError('InvalidRequestException', 'The NextToken is none that GetGroups gave.');
    return { Groups: listed.items.map(described), NextToken: listed.nextToken };
  });
}

function described({ name, arn, filterExpression, insightsEnabled }: GroupDeclaration) {
  return {
    GroupName: name,
    GroupARN: arn,
    FilterExpression: filterExpression,
    InsightsConfiguration: { InsightsEnabled: insightsEnabled, NotificationsEnabled: false },
  };
}
