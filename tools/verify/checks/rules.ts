import { randomUUID } from 'node:crypto';
import { EventBridgeClient, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { answer } from '../../aws-access.ts';
import { rulesOf, targetsOf } from '../../bus-rules.ts';
import { CommandError } from '../../command-line/command.ts';
import { mark } from '../events/marking.ts';
import type { TestEvent } from '../events/test-delivery.ts';
import { type Finding, ok } from '../finding.ts';
import type { VerifiedStack } from '../verified-stack.ts';

/** Says which rules of the bus get the test events, and who gets them then. */
export async function rulesFinding(verified: VerifiedStack, tests: readonly TestEvent[]): Promise<Finding> {
  const { declared } = verified;
  const aws = { ...verified.aws, events: new EventBridgeClient(verified.aws.configuration) };
  const rules = await rulesOf(aws, declared.busName);
  const events = tests.map((test) => envelope(verified, test));
  const matched: string[] = [];
  for (const { Name = '', EventPattern, State } of rules) {
    // The queue of the laptop's own rule is there for whoever wants to see events.
    if (EventPattern === undefined || State === 'DISABLED' || Name === 'local-events') continue;
    const gets = await Promise.all(events.map((Event) => matches(aws, EventPattern, Event)));
    if (!gets.some(Boolean)) continue;
    matched.push(`${Name} → ${(await targetsOf(aws, declared.busName, Name)).join(', ') || 'no target'}`);
  }
  const consumers = matched.length === 0 ? 'no rule' : matched.join('; ');
  return ok(`the test events, marked ${mark}, go to the archive and to ${consumers}`);
}

async function matches(
  aws: VerifiedStack['aws'] & { readonly events: EventBridgeClient },
  EventPattern: string,
  Event: string,
): Promise<boolean> {
  const { Result } = await answer(aws.events.send(new TestEventPatternCommand({ EventPattern, Event })), aws);
  if (Result === undefined) throw new CommandError('TestEventPattern says nothing of the rules');
  return Result;
}

function envelope({ account, aws: { region } }: VerifiedStack, { source, detailType, detail }: TestEvent): string {
  const time = new Date().toISOString().replace(/\.\d+/, '');
  const head = { version: '0', id: randomUUID(), 'detail-type': detailType, source, account, time, region };
  return `${JSON.stringify({ ...head, resources: [] }).slice(0, -1)},"detail":${detail}}`;
}
