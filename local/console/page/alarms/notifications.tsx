import type { Notification } from '../../contract.ts';
import { get } from '../aws.ts';
import { dayAndClock } from '../format.ts';
import { Listing } from '../listing.tsx';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';

/** What the topics were told, and what became of it for each of their subscribers. */
export function Notifications() {
  const { now } = useLive();
  const loaded = useLoaded(notifications, { keys: [], now });
  return (
    <section class="panel" aria-labelledby="notifications">
      <h2 id="notifications">Notifications</h2>
      <Listing
        of={loaded}
        label="Notifications, newest first"
        empty="Nobody has been told anything in this run."
        head={
          <>
            <th scope="col">Time</th>
            <th scope="col">Topic</th>
            <th scope="col">What</th>
            <th scope="col">To</th>
            <th scope="col">Outcome</th>
          </>
        }
        row={(notification) => (
          <Row key={`${notification.messageId} ${notification.endpoint}`} notification={notification} />
        )}
      />
    </section>
  );
}

async function notifications(): Promise<readonly Notification[]> {
  return (await get<{ readonly notifications: readonly Notification[] }>('/notifications')).notifications;
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
