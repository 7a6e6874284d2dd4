import { useState } from 'preact/hooks';
import type { DeliveryAnswer, DeliveryKind, Source } from '../../contract.ts';
import { post } from '../aws.ts';
import { milliseconds } from '../format.ts';
import { useLive } from '../live.tsx';
import { hrefOf } from '../route.ts';

const buttons: readonly { readonly kind: DeliveryKind; readonly label: string; readonly hint: string }[] = [
  { kind: 'signed', label: 'Send a signed one', hint: 'with the source’s secret, now' },
  { kind: 'wrong', label: 'Send a wrong one', hint: 'signed with another secret' },
  { kind: 'stale', label: 'Send a stale one', hint: 'signed 16 minutes ago' },
];

type Sent =
  | { readonly state: 'waiting'; readonly kind: DeliveryKind }
  | { readonly state: 'answered'; readonly kind: DeliveryKind; readonly answer: DeliveryAnswer }
  | { readonly state: 'failed'; readonly kind: DeliveryKind; readonly reason: string };

/** Delivers as the source's real sender would, and shows what it is answered. */
export function Send({ source }: { readonly source: Source }) {
  const { refresh } = useLive();
  const [sent, setSent] = useState<Sent>();
  const send = async (kind: DeliveryKind) => {
    setSent({ state: 'waiting', kind });
    try {
      const answer = await post<DeliveryAnswer>('/deliver', { source: source.name, kind });
      setSent({ state: 'answered', kind, answer });
      // Its log line is written after its answer.
      setTimeout(refresh, 300);
    } catch (error) {
      setSent({ state: 'failed', kind, reason: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <h2>{source.name}</h2>
      <p class="quiet">
        POST <code>{source.url}</code> · scheme {source.scheme}
      </p>
      <div class="buttons">
        {buttons.map(({ kind, label, hint }) => (
          <button key={kind} type="button" data-kind={kind} title={hint} onClick={() => void send(kind)}>
            {label}
          </button>
        ))}
      </div>
      <div class="answer" role="status">
        {sent !== undefined && <Answer sent={sent} />}
      </div>
    </>
  );
}

function Answer({ sent }: { readonly sent: Sent }) {
  const { route } = useLive();
  if (sent.state === 'waiting') return <p>Sending …</p>;
  if (sent.state === 'failed') return <p class="state failed">{sent.reason}</p>;
  const { status, body, tookMs, traceId } = sent.answer;
  return (
    <>
      <p>
        <span class={`badge ${status === 200 ? 'ok' : 'warn'}`}>{status}</span> in {milliseconds(tookMs)} to{' '}
        {sent.kind === 'signed' ? 'a signed one' : `a ${sent.kind} one`}.{' '}
        {traceId !== undefined && <a href={hrefOf(['traces', traceId], { range: route.query.range })}>Its trace</a>}
      </p>
      <pre>{pretty(body)}</pre>
    </>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
