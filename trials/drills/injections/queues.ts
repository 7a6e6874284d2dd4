import { z } from 'zod';
import type { End, Stage } from '../drill.ts';
import { injecting, publishing } from './aws-faults.ts';

const queue = z.object({ QueueUrl: z.string() });
const attributes = z.object({ Attributes: z.object({ ApproximateNumberOfMessagesNotVisible: z.coerce.number() }) });

/** The pipe may not read the parking queue, and one delivery lies there. Answers with the end of it. */
export async function stuckParking(stage: Stage): Promise<End> {
  const { load, minutes } = stage;
  const { rate } = load;
  const end = injecting({
    service: 'AmazonSQS',
    operation: 'ReceiveMessage',
    fault: { kind: 'refuse', status: 403, code: 'AccessDenied' },
  })(stage);
  const park = async (count: number) => {
    const backAgain = injecting(publishing({ kind: 'unreachable' }))(stage);
    await load.burst(count);
    await backAgain();
  };
  load.rate = 0;
  // What was sent just now is to be published.
  await minutes(1);
  // The pipe has up to five calls open that wait for messages, and gets as many.
  await park(5);
  await moved(stage, 'parking');
  // A call may have ended just before: its message would stay beside the one that this is about.
  await purge(stage, 'parking');
  await minutes(2);
  await park(1);
  load.rate = rate;
  return end;
}

/** A delivery that the bus has refused for an hour ends so. Answers with what a person does who has seen to it. */
export async function parkedDeadLetter(stage: Stage): Promise<End> {
  await stage.call('AmazonSQS.SendMessage', { ...(await queueUrl(stage, 'parking_dlq')), MessageBody: '{}' });
  return () => purge(stage, 'parking_dlq');
}

/** The queue of the rule takes nothing, and one event is lost by it. Answers with the end of both. */
export async function oneTargetFailure(stage: Stage): Promise<End> {
  const { arn } = stage.stack.lambda.configuration;
  const target = arn.replace(/:lambda:(.*):function:(.*)/, ':sqs:$1:$2_deliveries');
  const { rate } = stage.load;
  stage.load.rate = 0;
  // What was sent just now is on its way to the target yet.
  await stage.minutes(0.5);
  const end = injecting({ target, fault: { kind: 'refuse', status: 403, code: 'AccessDenied' } })(stage);
  await stage.load.burst(1);
  // EventBridge delivers after it has answered.
  await stage.minutes(1);
  await end();
  stage.load.rate = rate;
  return () => purge(stage, 'deliveries_queue_dlq');
}

async function queueUrl({ stack, call }: Stage, role: string): Promise<z.output<typeof queue>> {
  const QueueName = `${stack.lambda.configuration.name}_${role}`;
  return queue.parse(await call('AmazonSQS.GetQueueUrl', { QueueName }));
}

/** Until whoever has received messages of a queue has deleted them. */
async function moved(stage: Stage, role: string): Promise<void> {
  const input = { ...(await queueUrl(stage, role)), AttributeNames: ['ApproximateNumberOfMessagesNotVisible'] };
  const inHand = async () => attributes.parse(await stage.call('AmazonSQS.GetQueueAttributes', input)).Attributes;
  while ((await inHand()).ApproximateNumberOfMessagesNotVisible > 0) await stage.minutes(0.2);
}

/** Nothing is left on a queue of the stack. */
async function purge(stage: Stage, role: string): Promise<void> {
  await stage.call('AmazonSQS.PurgeQueue', await queueUrl(stage, role));
}
