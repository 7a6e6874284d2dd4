import type { Exceptions } from './sizes.ts';

/** Larger than its limit for a reason, e.g. `'local/aws/x.ts': { upTo: 220, because: 'It is one table.' }`. */
export const exceptions: Exceptions = {
  'function/sources': { upTo: 40, because: 'It is a list: one short file per sender.' },
};
