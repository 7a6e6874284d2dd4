/** What a target is sent, or why there is nothing to send. */
export type TargetInput =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly reason: string };
