import type { IncomingMessage } from 'node:http';

export type Upload =
  /** The body can be taken once, and is held no longer than that. */
  { readonly ok: true; readonly take: () => Buffer } | { readonly ok: false; readonly reason: 'too-large' | 'no-room' };

/** Lambda takes events of up to 6 MB. Its JSON and base64 count, so that a binary body of 4.5 MB is too large already. */
const uploadLimit = 6_291_456;

/** How much is read and thrown away so that a client, which may look up only when it has sent it all, sees its answer. */
const patience = 10 * uploadLimit;

/** What all uploads under way may hold together, and what each of them may always: 1,000 at once hold 64 MB more at most. */
const room = { together: 20 * uploadLimit, each: 65_536 };

/**
 * Takes the bodies off the wire. AWS's front has a fleet's memory; here uploads share a part of this process's, and one that
 * would go beyond it is refused, the small ones never.
 */
export function uploads(): (request: IncomingMessage) => Promise<Upload> {
  let held = 0;
  return async (request) => {
    let chunks: Buffer[] = [];
    let length = 0;
    let buffered = 0;
    let refused: 'too-large' | 'no-room' | undefined;
    try {
      for await (const chunk of request) {
        length += chunk.length;
        if (length > patience) throw new Error('the upload has no end');
        if (length > uploadLimit) refused = 'too-large';
        else if (length > room.each && held + chunk.length > room.together) refused ??= 'no-room';
        if (refused) chunks = [];
        else chunks.push(chunk);
        const change = refused ? -buffered : chunk.length;
        buffered += change;
        held += change;
      }
    } finally {
      held -= buffered;
    }
    if (refused) return { ok: false, reason: refused };
    const take = () => {
      const body = Buffer.concat(chunks);
      chunks = [];
      return body;
    };
    return { ok: true, take };
  };
}
