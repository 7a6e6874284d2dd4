import { DeleteMessageCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { FlagError, type Flags, readFlags, usage } from './flags.ts';
import { Inbox } from './inbox.ts';
import { readDelivery, work } from './work.ts';

try {
  const flags = readFlags(process.argv.slice(2));
  if (flags) await consume(flags);
  else process.stdout.write(usage);
} catch (error) {
  // Whatever it was, nothing is lost: what is not deleted comes again to whoever is started next.
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = error instanceof FlagError ? 2 : 1;
}

async function consume({ queueUrl, endpointUrl, database, keepMs, visibilitySeconds }: Flags): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  // Whoever read the lines may have gone; the work goes on.
  process.stdout.on('error', () => {});
  // The local run takes any credentials; on AWS they and the region are found where the aws CLI finds them.
  const local = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const sqs = new SQSClient(endpointUrl === undefined ? {} : { endpoint: endpointUrl, ...local });
  using inbox = new Inbox(database);

  while (!stop.signal.aborted) {
    inbox.forget(Date.now() - keepMs);
    for (const message of await receive()) if (!stop.signal.aborted) await handle(message);
  }

  /** Up to ten messages as soon as there are any; none when 20 s brought none, which is one request a poll. */
  async function receive(): Promise<readonly Message[]> {
    const VisibilityTimeout = visibilitySeconds;
    const poll = { QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 20, VisibilityTimeout };
    try {
      return (await sqs.send(new ReceiveMessageCommand(poll), { abortSignal: stop.signal })).Messages ?? [];
    } catch (error) {
      if (stop.signal.aborted) return [];
      throw error;
    }
  }

  /**
   * First the work, then the message is deleted. If this program dies in between, the message comes again and is found
   * to be done. If the work fails, the message stays in the queue and comes again too.
   */
  async function handle({ Body = '', ReceiptHandle, MessageId }: Message): Promise<void> {
    try {
      const event = readDelivery(Body);
      const { id } = event.detail.metadata;
      const isNew = inbox.once(id, Date.now(), (transaction) => work(transaction, event));
      console.log(`${isNew ? 'processed' : 'duplicate'} ${id} ${event['detail-type']}`);
    } catch (error) {
      console.error(`left in the queue: message ${MessageId}: ${error instanceof Error ? error.message : error}`);
      return;
    }
    await sqs.send(new DeleteMessageCommand({ QueueUrl: queueUrl, ReceiptHandle }));
  }
}
