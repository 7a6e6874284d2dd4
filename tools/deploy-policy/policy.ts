import { partitionOf } from '../../infra/partition.ts';
import type { Graph, Resource } from '../../local/index.ts';
import { CommandError } from '../command-line/command.ts';
import { type Arn, type Grant, grants } from './grants.ts';
import { handlers, operations } from './handlers.ts';
import { namePatterns } from './patterns.ts';
import { unscoped, unused } from './scopes.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

interface Statement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Whose stack, and where. */
export interface Place {
  readonly project: string;
  readonly stack: string;
  /** What the names of all its resources begin with. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
}

/** Everything, or what `pulumi refresh` and `preview --refresh` read. */
export type Extent = 'deploy' | 'read';

/** Characters that a managed policy may have; white space does not count. */
export const maximumCharacters = 6_144;

/**
 * What `pulumi up`, `refresh` and `destroy` of a stack take, in as few managed policies as it fits into.
 * @param encrypted keys of settings that the program was run without
 * @throws CommandError when the program declares a type that no grant is known for
 */
export function policiesFor(
  graph: Graph,
  place: Place,
  extent: Extent,
  encrypted: readonly string[],
): readonly Policy[] {
  const declared = graph.resources.filter(({ custom, type }) => custom && !type.startsWith('pulumi:'));
  const types = new Set([...declared.map(({ type }) => type), ...typesOf(encrypted, place)]);
  const actions = new Set([...types].flatMap((type) => actionsOf(grantOf(type), extent)));
  return packed([
    ...byService(actions, arnsOf(declared, place), place),
    ...(extent === 'deploy' ? [...newKeys(actions, place), ...passedRoles(declared, place)] : []),
  ]);
}

/** What encrypted settings declare, which are in no graph because nobody decrypted them. */
function typesOf(encrypted: readonly string[], { project }: Place): readonly string[] {
  const isIn = (setting: string) => encrypted.some((key) => key.startsWith(`${project}:${setting}`));
  return [
    ...(isIn('secrets') ? ['aws:secretsmanager/secretVersion:SecretVersion'] : []),
    ...(isIn('notifications') ? ['aws:sns/topicSubscription:TopicSubscription'] : []),
  ];
}

function grantOf(type: string): Grant {
  const grant = Object.hasOwn(grants, type) ? grants[type] : undefined;
  if (grant) return grant;
  throw new CommandError(`${type} has no grant: add it to tools/deploy-policy/grants.ts`);
}

/** The handlers' actions in the resource's own service, without those of features that no resource here uses. */
function actionsOf(grant: Grant, extent: Extent): readonly string[] {
  const { reads = [], writes = [] } = grant;
  const handler = grant.handlers === undefined ? undefined : handlers[grant.handlers];
  const isRead = (action: string) => action.startsWith(`${grant.service}:List`);
  const read = [...(handler?.read ?? []), ...(handler?.tagging ?? []).filter(isRead)];
  const all = [...operations.flatMap((operation) => handler?.[operation] ?? []), ...(handler?.tagging ?? [])];
  const used = (extent === 'read' ? read : all).filter((action) => serviceOf(action) === grant.service);
  return [...used.filter((action) => !unusedActions.has(action)), ...reads, ...(extent === 'read' ? [] : writes)];
}

const unusedActions: ReadonlySet<string> = new Set(Object.values(unused).flat());

/** A statement for each service, and one for what is checked against no resource. */
function byService(
  actions: ReadonlySet<string>,
  arns: ReadonlyMap<string, readonly string[]>,
  place: Place,
): readonly Statement[] {
  const scoped = [...actions].filter((action) => !unscoped.has(action) && action !== 'kms:CreateKey');
  const services = [...new Set(scoped.map(serviceOf))].sort();
  const ofKey = { StringEquals: tagsOf('aws:ResourceTag', place) };
  return [
    ...services.flatMap((service): readonly Statement[] => {
      const own = scoped.filter((action) => serviceOf(action) === service);
      const resources = arns.get(service) ?? [];
      if (service !== 'kms') return [allow(own, resources)];
      // AWS chooses a key's ARN, so its tags say whose it is; an alias has none. Actions on an alias are on its key, too.
      const onAlias = own.filter((action) => action.endsWith('Alias'));
      return [allow(own, [arnOf(place, { resource: 'key/*', service })], ofKey), allow(onAlias, resources)];
    }),
    allow(
      [...actions].filter((action) => unscoped.has(action)),
      ['*'],
    ),
  ].filter(({ Action, Resource }) => Action.length > 0 && Resource.length > 0);
}

/** A new key has no tags yet. AWS checks those that it gets as it checks a change of tags of any other key. */
function newKeys(actions: ReadonlySet<string>, place: Place): readonly Statement[] {
  if (!actions.has('kms:CreateKey')) return [];
  return [allow(['kms:CreateKey', 'kms:TagResource'], ['*'], { StringEquals: tagsOf('aws:RequestTag', place) })];
}

/** The stack's roles, to the services that take them on; and the role that Slack channels make AWS make. */
function passedRoles(declared: readonly Resource[], place: Place): readonly Statement[] {
  const services = [...new Set(declared.flatMap(({ type }) => grantOf(type).passesRoleTo ?? []))].sort();
  const roles = arnsOf(declared, place).get('iam') ?? [];
  const linked = arnOf(place, {
    service: 'iam',
    isGlobal: true,
    resource: 'role/aws-service-role/management.chatbot.amazonaws.com/*',
  });
  return [
    allow(['iam:PassRole'], roles, { StringEquals: { 'iam:PassedToService': services } }),
    ...(services.includes('chatbot.amazonaws.com') ? [allow(['iam:CreateServiceLinkedRole'], [linked])] : []),
  ];
}

/** By service, the ARNs of what the stack declares, with patterns in place of names. */
function arnsOf(declared: readonly Resource[], place: Place): ReadonlyMap<string, readonly string[]> {
  const arns = new Map<string, Set<string>>();
  for (const type of new Set(declared.map(({ type }) => type))) {
    const { service, arn } = grantOf(type);
    if (!arn) continue;
    const names = declared.filter((resource) => resource.type === type).map(({ inputs }) => String(arn.nameOf(inputs)));
    const known = arns.get(service) ?? new Set();
    for (const pattern of namePatterns(names, place.name)) {
      for (const resource of arn.resources(pattern)) known.add(arnOf(place, { ...arn, service, resource }));
    }
    arns.set(service, known);
  }
  return new Map([...arns].map(([service, known]) => [service, [...known].sort()]));
}

function arnOf(
  { region, account }: Place,
  { service, isGlobal, resource }: Pick<Arn, 'isGlobal'> & { readonly service: string; readonly resource: string },
): string {
  return `arn:${partitionOf(region)}:${service}:${isGlobal ? '' : region}:${account}:${resource}`;
}

function tagsOf(key: 'aws:RequestTag' | 'aws:ResourceTag', { project, stack }: Place) {
  return { [`${key}/project`]: project, [`${key}/stack`]: stack };
}

function allow(
  actions: readonly string[],
  resources: readonly string[],
  condition?: NonNullable<Statement['Condition']>,
): Statement {
  return {
    Effect: 'Allow',
    Action: [...new Set(actions)].sort(),
    Resource: resources,
    ...(condition && { Condition: condition }),
  };
}

/** Statements in their order, in as few policies as they fit into. */
function packed(statements: readonly Statement[]): readonly Policy[] {
  const policies: Policy[] = [];
  for (const statement of statements) {
    const last = policies.at(-1);
    const joined = policyOf([...(last?.Statement ?? []), statement]);
    if (last && charactersOf(joined) <= maximumCharacters) policies.splice(-1, 1, joined);
    else policies.push(policyOf([statement]));
  }
  return policies;
}

function policyOf(statements: readonly Statement[]): Policy {
  return { Version: '2012-10-17', Statement: statements };
}

export function charactersOf(policy: Policy): number {
  return JSON.stringify(policy).length;
}

function serviceOf(action: string): string {
  return action.slice(0, action.indexOf(':'));
}
