import { randomUUID } from 'node:crypto';

/** Stands in for the AWS SDK's maker of invocation ids: the global `crypto` would load all of Web Crypto for it. */
export function bindV4(): () => string {
  return randomUUID;
}
