import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { answer } from '../../aws-access.ts';
import type { BusEvents } from '../events/bus-events.ts';
import { mark, newRun } from '../events/marking.ts';
import type { TestEvent } from '../events/test-delivery.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { awsCommand, patience, upCommand, type VerifiedStack } from '../verified-stack.ts';

/** How long the pipe may take, in milliseconds. */
const pipeMs = 60_000;

/** What is parked: no source of a stack has such events. */
export function parkedEvent(run: string, id = newRun()): TestEvent & { readonly id: string } {
  const detail = JSON.stringify({ metadata: { id }, data: { [mark]: run } });
  return { id, source: mark, detailType: mark, detail };
}

/** Whether what lies on the parking queue comes to the bus. */
export async function parkedFinding(verified: VerifiedStack, run: string, events: BusEvents): Promise<Finding> {
  const { aws, declared } = verified;
  const { parkingQueueName: QueueName, pipeName } = declared;
  const sqs = new SQSClient(aws.configuration);
  const none = `there is no queue ${QueueName} in ${aws.region}; ${upCommand(verified)} makes it`;
  const { QueueUrl } = await answer(sqs.send(new GetQueueUrlCommand({ QueueName })), aws, {
    QueueDoesNotExist: none,
    'AWS.SimpleQueueService.NonExistentQueue': none,
  });
  const { id, source, detailType, detail } = parkedEvent(run);
  const head = JSON.stringify({ source, detailType, time: new Date().toISOString() });
  const MessageBody = `${head.slice(0, -1)},"detail":${detail}}`;
  const began = performance.now();
  await answer(sqs.send(new SendMessageCommand({ QueueUrl, MessageBody })), aws);
  if (await events.event(({ detail }) => detail.metadata.id === id, patience(verified, pipeMs))) {
    return ok(`a message on ${QueueName} was on the bus after ${Math.round(performance.now() - began)} ms`);
  }
  return problem(
    `a message on ${QueueName} did not come to the bus; it lies there, and a dead-letter queue has it in an hour`,
    `docs/runbook.md#parked-deliveries; ${awsCommand(verified, `pipes describe-pipe --name ${pipeName} --query StateReason`)}`,
  );
}
