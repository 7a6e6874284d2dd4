import { setTimeout as sleep } from 'node:timers/promises';
import type { Properties } from '../../../local/index.ts';
import type { Account, Existing } from './account.ts';

/** What came of asking AWS to make something. */
export type Creation =
  | { readonly is: 'made' }
  /** Nothing is there, or nothing is known of it. */
  | { readonly is: 'refused'; readonly why: string }
  /** It is there, and not as it was asked for; Pulumi keeps it in its state as it was asked for. */
  | { readonly is: 'unfinished'; readonly why: string; readonly has: Properties; readonly isFailed: boolean };

const made: Creation = { is: 'made' };
const refused = (why: string): Creation => ({ is: 'refused', why });

const permissionType = 'aws:lambda/permission:Permission';
const roleType = 'aws:iam/role:Role';

/** Refuses in the words of AWS, and waits where the provider waits. */
export async function creating(account: Account, type: string, id: string, inputs: Properties): Promise<Creation> {
  if (account.find(type, id, inputs) !== undefined)
    return refused(`ResourceAlreadyExistsException: ${id} already exists`);
  switch (type) {
    case 'aws:secretsmanager/secret:Secret':
      // The provider tries again for two minutes, which changes nothing.
      return account.scheduled.has(inputs.name)
        ? refused(
            "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
          )
        : made;
    case 'aws:lambda/function:Function':
      await untilAssumable(account, inputs.role);
      return withConcurrency(account, inputs);
    case 'aws:lambda/functionUrl:FunctionUrl':
      return changingPolicy(account, inputs.functionName);
    case permissionType:
      // Here the provider tries again, each time that Lambda answers 409.
      while (account.policyChanges.has(inputs.function)) await sleep(account.weather.policyChangeMs / 4);
      return changingPolicy(account, inputs.function);
    case 'aws:pipes/pipe:Pipe':
      return isAssumable(account, inputs.roleArn)
        ? made
        : {
            is: 'unfinished',
            why: `waiting for completion: unexpected state 'CREATE_FAILED', wanted target 'RUNNING, STOPPED'. last error: The role defined for the pipe cannot be assumed by pipes.amazonaws.com`,
            has: inputs,
            isFailed: true,
          };
    default:
      return made;
  }
}

/** Why AWS does not change it, in its words. */
export function updating(account: Account, existing: Existing, inputs: Properties): string | undefined {
  if (existing.type !== 'aws:lambda/function:Function') return undefined;
  return tooMuchConcurrency(account, inputs.reservedConcurrentExecutions);
}

/** Why AWS does not delete it, in its words. */
export function deleting(account: Account, { type, id, inputs }: Existing): string | undefined {
  switch (type) {
    case 'aws:cloudwatch/eventBus:EventBus':
      return hasRules(account, inputs.name)
        ? "ValidationException: EventBus can't be deleted since it has rules."
        : undefined;
    case 'aws:cloudwatch/eventRule:EventRule':
      return account
        .all('aws:cloudwatch/eventTarget:EventTarget')
        .some((target) => target.inputs.rule === inputs.name && target.inputs.eventBusName === inputs.eventBusName)
        ? "ValidationException: Rule can't be deleted since it has targets."
        : undefined;
    case roleType:
      return account.all('aws:iam/rolePolicy:RolePolicy').some((policy) => policy.inputs.role === id)
        ? 'DeleteConflict: Cannot delete entity, must delete policies first.'
        : undefined;
    default:
      return undefined;
  }
}

function hasRules(account: Account, bus: unknown): boolean {
  const since = Date.now() - account.weather.ruleMemoryMs;
  return (
    account.all('aws:cloudwatch/eventRule:EventRule').some(({ inputs }) => inputs.eventBusName === bus) ||
    account.deletedRules.some((deleted) => deleted.bus === bus && deleted.at > since)
  );
}

/** IAM tells other services of a role, and of the policy that was added last, only after a while. */
function isAssumable(account: Account, arn: unknown): boolean {
  const role = account.all(roleType).find(({ decided }) => decided.arn === arn);
  if (role === undefined) return false;
  const policies = account.all('aws:iam/rolePolicy:RolePolicy').filter(({ inputs }) => inputs.role === role.id);
  const since = Math.max(role.since, ...policies.map((policy) => policy.since));
  return Date.now() - since >= account.weather.propagationMs;
}

/** Lambda says `InvalidParameterValueException: The role defined for the function cannot be assumed by Lambda.` */
async function untilAssumable(account: Account, arn: unknown): Promise<void> {
  while (!isAssumable(account, arn)) {
    account.refusedRoles += 1;
    await sleep(500);
  }
}

/** The function is there before Lambda refuses to reserve for it. */
function withConcurrency(account: Account, inputs: Properties): Creation {
  const why = tooMuchConcurrency(account, inputs.reservedConcurrentExecutions);
  if (why === undefined) return made;
  return { is: 'unfinished', why, has: { ...inputs, reservedConcurrentExecutions: -1 }, isFailed: false };
}

function tooMuchConcurrency({ weather }: Account, reserved: unknown): string | undefined {
  const unreservable = 100;
  if (typeof reserved !== 'number' || reserved < 1 || weather.concurrency - reserved >= unreservable) return undefined;
  return "InvalidParameterValueException: Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [100].";
}

async function changingPolicy(account: Account, name: unknown): Promise<Creation> {
  if (account.policyChanges.has(name)) {
    return refused(
      'operation error Lambda: AddPermission, https response error StatusCode: 409, ResourceConflictException: The function could not be updated due to a concurrent update operation.',
    );
  }
  account.policyChanges.add(name);
  await sleep(account.weather.policyChangeMs);
  account.policyChanges.delete(name);
  return made;
}
