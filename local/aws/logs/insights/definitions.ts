import { z } from 'zod';
import { page } from '../../paging.ts';
import { type Operation, operation } from '../../service.ts';
import { invalidParameter } from '../errors.ts';

/** A saved query, as the program declares it. */
export interface QueryDefinition {
  readonly id: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
}

const input = z.strictObject({
  queryLanguage: z.literal('CWLI').optional(),
  queryDefinitionNamePrefix: z.string().min(1).max(255).optional(),
  maxResults: z.int().min(1).max(1000).default(1000),
  nextToken: z.string().optional(),
});

export function describeQueryDefinitions(definitions: readonly QueryDefinition[], createdAt: number): Operation {
  return operation(input, ({ queryDefinitionNamePrefix: prefix = '', maxResults, nextToken }) => {
    const named = definitions.filter(({ name }) => name.startsWith(prefix));
    const listed = page(named, ({ id }) => id, maxResults, nextToken);
    if (!listed) throw invalidParameter('The specified nextToken is invalid.');
    return {
      queryDefinitions: listed.items.map(({ id, ...definition }) => ({
        queryLanguage: 'CWLI',
        queryDefinitionId: id,
        ...definition,
        lastModified: createdAt,
      })),
      nextToken: listed.nextToken,
    };
  });
}
