import { isLocal } from '../aws-access.ts';
import { functionUrl } from '../function-url.ts';
import { localSignedUrl, localUrlId } from '../local-aws.ts';
import { deliveryFinding, forgeryFinding } from './checks/deliveries.ts';
import { parkedEvent, parkedFinding } from './checks/parked.ts';
import { rulesFinding } from './checks/rules.ts';
import type { SourceSecret } from './checks/secrets.ts';
import { metricsFinding, traceFinding } from './checks/telemetry.ts';
import type { BusEvent, BusEvents } from './events/bus-events.ts';
import { localEvents } from './events/local-events.ts';
import { newRun } from './events/marking.ts';
import { temporaryRule } from './events/temporary-rule.ts';
import { cannotSign, testDelivery, testEvent } from './events/test-delivery.ts';
import { checked, ok, type Result, skipped } from './finding.ts';
import { upCommand, type VerifiedStack } from './verified-stack.ts';

export interface TestOptions {
  readonly secrets: readonly SourceSecret[];
  /** Whether the function answers at all, and whether the pipe runs. */
  readonly isOn: { readonly function: boolean; readonly pipe: boolean };
  /** Of the names of what is made to see the events. */
  readonly prefix: string;
}

/** Which address is signed is all the same to rules. */
const nowhere = 'https://function.invalid/';

/** The checks that send something: each source's deliveries, a parked one, and what is told of them. */
export async function* testEvents(verified: VerifiedStack, options: TestOptions): AsyncGenerator<Result> {
  const { secrets, isOn, prefix } = options;
  const run = newRun();
  const since = Date.now();
  const planned = secrets.map((secret) => plannedOf(secret, isOn.function));
  yield await checked('rules', () => {
    const events = planned.flatMap((one) =>
      'secret' in one ? [testEvent(one.source, testDelivery(one.source, one.secret, nowhere, run))] : [],
    );
    return rulesFinding(verified, [...events, parkedEvent(run)]);
  });

  let way: { readonly url: string; readonly events: BusEvents } | undefined;
  const reached = await checked('way to the bus', async () => {
    const none = `no function ${verified.declared.functionName} has a URL; ${upCommand(verified)} makes it`;
    const url = await functionUrl(verified.aws, verified.declared.functionName, { ResourceNotFoundException: none });
    const local = await localEvents(verified, run);
    way = { url, events: local ?? (await temporaryRule(verified, run, prefix)) };
    return ok(`${url}; events seen by ${local ? 'the queue local-events' : 'a rule and a queue of its own'}`);
  });
  if (!way) {
    yield reached;
    return;
  }
  // Before anything is yielded: whoever stops reading there ends this function there.
  await using events = way.events;
  yield reached;

  const arrived: BusEvent[] = [];
  for (const one of planned) {
    const check = `delivery ${one.source.name}`;
    if ('reason' in one) {
      yield { check, ...skipped(`not sent: ${one.reason}`) };
      continue;
    }
    const url = new URL(one.source.name, way.url).href;
    const sent = { ...one, url, address: addressOf(verified, one.source, url), run };
    yield await checked(check, async () => {
      const { finding, event } = await deliveryFinding(verified, sent, events);
      if (event) arrived.push(event);
      return finding;
    });
    yield await checked(`forgery ${one.source.name}`, () => forgeryFinding(verified, sent));
  }
  yield isOn.pipe
    ? await checked('parked delivery', () => parkedFinding(verified, run, events))
    : { check: 'parked delivery', ...skipped('not parked: see the check "pipe"') };
  yield* telemetry(verified, since, arrived[0]);
}

type Planned = Pick<SourceSecret, 'source'> & ({ readonly secret: string } | { readonly reason: string });

function plannedOf({ source, value }: SourceSecret, isOn: boolean): Planned {
  if (!isOn) return { source, reason: 'see the check "function"' };
  if (value === undefined) return { source, reason: `see the check "secret ${source.name}"` };
  const reason = cannotSign(source, value);
  return reason === undefined ? { source, secret: value } : { source, reason };
}

/** That of the Function URL, unless the settings say another. A local run takes the one on AWS for it. */
function addressOf({ aws, declared }: VerifiedStack, { name, signedUrl }: SourceSecret['source'], url: string): string {
  const own = isLocal(aws.endpoint) ? localSignedUrl(localUrlId(declared.functionName), aws.region, name) : url;
  return signedUrl ?? own;
}

/** By a delivery that came to the bus. */
async function* telemetry(verified: VerifiedStack, since: number, event: BusEvent | undefined): AsyncGenerator<Result> {
  if (!event) {
    yield { check: 'telemetry', ...skipped('no delivery came to the bus whose metrics and trace could be looked for') };
    return;
  }
  yield await checked('metrics', () => metricsFinding(verified, since));
  yield await checked('trace', () => traceFinding(verified, event.detail.metadata.traceId));
}
