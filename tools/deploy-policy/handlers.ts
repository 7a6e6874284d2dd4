import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What CloudFormation does to a resource. Its list handler is left out: Pulumi only asks for what is in its state. */
export const operations = ['create', 'read', 'update', 'delete'] as const;

const actions = z.array(z.string().regex(/^[\w-]+:[\w.*]+$/)).readonly();
const resourceType = z.object({ create: actions, read: actions, update: actions, delete: actions, tagging: actions });

/** Actions by CloudFormation resource type, as AWS publishes them in each type's schema. `npm run deploy-policy:renew` renews them. */
export const handlers: Readonly<Record<string, z.output<typeof resourceType>>> = z
  .object({ asOf: z.iso.date(), types: z.record(z.string(), resourceType) })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'handlers.json'), 'utf8'))).types;
