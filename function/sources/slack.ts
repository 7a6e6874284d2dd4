import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Slack: events as JSON, slash commands and interactions as forms. It hangs up after 3 s.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export const slack: Scheme = {
  name: 'slack',
  signature: {
    names: ['x-slack-signature'],
    encoding: 'hex',
    made: { after: '=', labels: { v0: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: [{ text: 'v0:' }, 'timestamp', { text: ':' }, 'body'],
  timestamp: { from: { header: ['x-slack-request-timestamp'] }, unit: 's', toleranceSeconds: 300 },
  id: { body: ['event_id'] },
  eventType: {
    from: [{ body: ['event', 'type'] }],
    otherwise: {
      from: [{ body: ['command'] }],
      // Interactions are a form with one field, `payload`.
      otherwise: { from: [{ body: ['type'] }], otherwise: { always: 'interaction' } },
    },
  },
  takesForms: true,
  handshakes: [{ when: { body: ['type'] }, is: 'url_verification', answer: { echo: { body: ['challenge'] } } }],
  // Slack shows the body of an answer to whoever gave the command.
  answer: 200,
  answerLimitMs: 2_300,
};
