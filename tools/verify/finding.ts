import { CommandError } from '../command-line/command.ts';

/** What a check came to. */
export type Finding =
  | { readonly status: 'ok'; readonly says: string }
  /** With what to do about it. */
  | { readonly status: 'problem'; readonly says: string; readonly todo: string }
  /** With the reason why it was not made. */
  | { readonly status: 'skipped'; readonly says: string };

/** A finding with the name of its check. */
export type Result = Finding & { readonly check: string };

export function ok(says: string): Finding {
  return { status: 'ok', says };
}

export function problem(says: string, todo: string): Finding {
  return { status: 'problem', says, todo };
}

export function skipped(says: string): Finding {
  return { status: 'skipped', says };
}

/** Makes a check. That AWS gives no answer to it is a finding, and the others go on. */
export async function checked(check: string, run: () => Promise<Finding>): Promise<Result> {
  try {
    return { check, ...(await run()) };
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { check, ...problem(error.message, 'npm run verify -- --help lists what your credentials want') };
  }
}
