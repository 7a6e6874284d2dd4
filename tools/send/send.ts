import { CommandError, runCommand } from '../command-line/command.ts';
import { FlagError } from '../command-line/flags.ts';
import { deliveryOf, type SignedDelivery, sampleEvents, sampleName, staleAgeMs } from '../senders.ts';
import { type Flags, readFlags } from './flags.ts';
import { outcomeOf } from './outcome.ts';
import { contentOf, sendable, type Target, targetOf } from './target.ts';

process.exitCode = await runCommand(
  (args) => readFlags(args, process.env),
  async (flags, interrupted) => {
    const target = await targetOf(flags);
    refuseUnknown(target.scheme.name, flags);
    const body = flags.body === undefined ? undefined : contentOf('body', flags.body);
    const signsTime = target.scheme.timestamp !== undefined;
    if (flags.isStale && !signsTime) note(`${target.scheme.name} signs no time: nothing that it sends is ever stale`);

    if (target.warning !== undefined) note(target.warning);

    const wanted = flags.isWrong ? 401 : flags.isStale && signsTime ? 403 : 'taken';
    let asWanted = true;
    for (let sent = 0; sent < flags.count && !interrupted.aborted; sent += 1) {
      const signedAt = Date.now() - (flags.isStale ? staleAgeMs : 0);
      const delivery = deliveryOf(sendable(target.scheme), target.secret, signedAt, target.signedUrl, {
        event: flags.event,
        body,
      });
      const status = await send(target, delivery, interrupted);
      asWanted &&= wanted === 'taken' ? status >= 200 && status <= 299 : status === wanted;
    }
    return asWanted;
  },
);

/** @throws FlagError naming the samples that there are */
function refuseUnknown(scheme: string, { event }: Flags): void {
  const events = sampleEvents(scheme);
  if (event === undefined || events.includes(sampleName(event))) return;
  const there = events.join(', ') || 'none';
  throw new FlagError(`--event is "${event}"; examples/deliveries/${scheme} has ${there}`);
}

/** Says what came back, and what became of it. */
async function send(target: Target, { headers, body }: SignedDelivery, interrupted: AbortSignal): Promise<number> {
  const began = performance.now();
  const request = { method: 'POST', headers, body: new Uint8Array(body), signal: interrupted };
  const answered = await fetch(target.url, request).catch((error: unknown) => unanswered(target.url, error));
  const text = await answered.text();
  print(`POST ${target.url} → ${answered.status} in ${Math.round(performance.now() - began)} ms`);
  print(`  sent    ${body.length} bytes as ${target.scheme.name} signs them`);
  print(`  answer  ${text || '(no body)'}`);
  print(`  became  ${await outcomeOf(target, answered.headers.get('x-amzn-requestid'), interrupted)}`);
  return answered.status;
}

/** @throws CommandError with the reason, which fetch keeps in a cause */
function unanswered(url: string, error: unknown): never {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = cause instanceof Error ? ('code' in cause ? cause.code : cause.message) : cause;
  throw new CommandError(`${url} gives no answer: ${reason}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
