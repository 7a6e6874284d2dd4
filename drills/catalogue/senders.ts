import { randomBytes, randomUUID } from 'node:crypto';
import type { Drill } from '../drill.ts';

const standard = { minutesASecond: 0.6, lasts: 20, clears: 20 } as const;

/** Signed deliveries a second: so few that a hundred times as many are no load for a laptop. */
const rate = 3;

export const senders: readonly Drill[] = [
  {
    ...standard,
    rate,
    name: 'missed-rotation',
    what: 'a secret was rotated twice, and the sender still signs with the first',
    begin: async ({ stack, call, load }) => {
      const SecretId = stack.sources[0]?.secretId;
      const rotate = async () => {
        const SecretString = randomBytes(24).toString('base64url');
        await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken: randomUUID() });
        return SecretString;
      };
      await rotate();
      const newest = await rotate();
      // As a deployment does it: new environments know the new secrets alone.
      await stack.lambda.deploy(stack.lambda.configuration.codeDirectory);
      return () => {
        load.secret = newest;
      };
    },
    rings: { 'missed-rotation': 13, 'wrong-signatures': 18 },
    tells: { topic: 'page', alarm: 'missed-rotation', within: 16 },
  },
  ...[1, 10, 100].map(
    (times): Drill => ({
      ...standard,
      rate,
      lasts: 40,
      name: `wrong-signatures-${times}`,
      what: `strangers send ${times === 1 ? 'as many' : `${times} times as many`} deliveries as the senders, wrongly signed`,
      begin: ({ load }) => {
        load.strangers = times * rate;
        return () => {
          load.strangers = 0;
        };
      },
      rings: { 'wrong-signatures': 18 },
      tells: { topic: 'ticket', alarm: 'wrong-signatures', within: 38 },
    }),
  ),
  ...(['slow', 'fast'] as const).map(
    (how): Drill => ({
      ...standard,
      rate,
      name: `clock-${how}`,
      what: `a sender's clock is five minutes ${how}`,
      begin: ({ load }) => {
        load.clockAheadMs = (how === 'fast' ? 5 : -5) * 60_000;
        return () => {
          load.clockAheadMs = 0;
        };
      },
      rings: { 'stale-deliveries': 13 },
      tells: { topic: 'page', alarm: 'stale-deliveries', within: 16 },
    }),
  ),
  {
    ...standard,
    rate,
    lasts: 30,
    name: 'traffic-stops',
    what: 'a source that should speak every ten minutes is silent',
    settings: { sources: [{ name: 'momento', scheme: 'momento', expectedEveryMinutes: 10 }] },
    begin: ({ load }) => {
      load.rate = 0;
      return () => {
        load.rate = rate;
      };
    },
    rings: { 'silent-sources_momento': 13 },
    tells: { topic: 'page', alarm: 'silent-sources', within: 17 },
  },
];
