import type { Notification } from '../../contract.ts';
import { get } from '../aws.ts';
import { dayAndClock } from '../format.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { State } from '../state.tsx';

/** What the topics were told, and what became of it for each of their subscribers. */
export function Notifications() {
  const { now } = useLive();
  const loaded = useLoaded(() => get<{ readonly notifications: readonly Notification[] }>('/notifications'), {
    keys: [],
    now,
  });
  return (
    <section class="panel" aria-labelledby="notifications">
      <h2 id="notifications">Notifications</h2>
      {loaded.state !== 'loaded' && <State of={loaded} />}
      {loaded.state === 'loaded' && loaded.value.notifications.length === 0 && (
        <State of="empty">Nobody has been told anything in this run.</State>
      )}
      {loaded.state === 'loaded' && loaded.value.notifications.length > 0 && (
        <Table notifications={loaded.value.notifications} />
      )}
    </section>
  );
}

function Table({ notifications }: { readonly notifications: readonly Notification[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll listing" tabIndex={0} aria-label="Notifications, newest first">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Topic</th>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">Outcome</th>
          </tr>
        </thead>
        <tbody>
          {notifications.map((notification) => (
            <Row key={`${notification.messageId} ${notification.endpoint}`} notification={notification} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const outcomes: Readonly<Record<Notification['outcome'], { readonly badge: string; readonly says: string }>> = {
  delivered: { badge: 'ok', says: 'delivered' },
  failed: { badge: 'alarm', says: 'failed' },
  unconfirmed: { badge: 'warn', says: 'not confirmed yet' },
  withheld: { badge: '', says: 'not sent from here' },
};

function Row({ notification }: { readonly notification: Notification }) {
  const { at, topic, subject, text, protocol, endpoint, outcome, error } = notification;
  const { badge, says } = outcomes[outcome];
  return (
    <tr data-notification={outcome}>
      <td>{dayAndClock(at)}</td>
      <td>{topic}</td>
      <td>
        <details>
          <summary>{subject ?? 'without a subject'}</summary>
          <pre>{text}</pre>
        </details>
      </td>
      <td>
        {protocol} {endpoint}
      </td>
      <td>
        <span class={`badge ${badge}`}>{says}</span> {error}
      </td>
    </tr>
  );
}
