import assert from 'node:assert/strict';
import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import { type Configuration, readConfiguration } from '../../../function/configuration.ts';
import { newSecret, senderOf, signedHeaders } from '../../../tools/senders.ts';
import { assembled } from '../harness/assembled.ts';
import { configuration, context, receivedAt, request } from '../harness/deliveries.ts';
import { settingsEnvironment } from '../harness/lambda-environment.ts';
import { recorder } from '../harness/recorder.ts';

/** What deliveries to the source are signed for. */
export const signedUrl = 'https://abcdefghij.lambda-url.eu-west-1.on.aws/source';

interface Sent {
  readonly method?: string;
  readonly query?: string;
  /** The address that the sender was given, if it is another. */
  readonly signedFor?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  readonly sentAt?: number;
}

/** A source of that scheme, to which deliveries are sent and published. */
export function sourceOf(scheme: string, settings: object = {}) {
  const secret = newSecret(scheme);
  const entries: NonNullable<PutEventsCommandInput['Entries']> = [];
  const declared = [{ name: 'source', scheme, secretId: 'arn:secret', ...settings }];
  const { sources } = readConfiguration({
    ...settingsEnvironment,
    ...{ BUS_NAME: 'deliveries', PARKING_QUEUE_URL: 'https://sqs', SOURCES: JSON.stringify(declared) },
    ...{ FRESHNESS_SECONDS: '60', MAX_DELIVERY_BYTES: '1000' },
  });
  const ofSource: Configuration = { ...configuration, sources };
  const telemetry = recorder();
  const handler = assembled({
    configuration: ofSource,
    secrets: { active: async () => [secret], refreshed: async () => 'unchanged' },
    eventBridge: {
      async send({ input }) {
        entries.push(...(input.Entries ?? []));
        return { $metadata: {}, Entries: [{ EventId: 'event-1' }] };
      },
    },
    telemetry,
  });
  return {
    secret,
    entries,
    telemetry,
    async deliver({
      headers = {},
      body = senderOf(scheme, signedUrl)(secret, receivedAt).body,
      sentAt = receivedAt,
      method = 'POST',
      query = '',
      signedFor = query === '' ? signedUrl : `${signedUrl}?${query}`,
    }: Sent = {}) {
      const signed: Readonly<Record<string, string | undefined>> = {
        ...signedHeaders(scheme, secret, sentAt, Buffer.from(body), signedFor),
        ...headers,
      };
      const known = Object.entries(signed).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
      const event = request({ method, path: '/source', headers: Object.fromEntries(known), body });
      const answer = await handler({ ...event, rawQueryString: query }, context);
      assert(typeof answer === 'object');
      return answer;
    },
    metadata: () => entries.map(({ Detail = '' }) => JSON.parse(Detail).metadata),
  };
}
