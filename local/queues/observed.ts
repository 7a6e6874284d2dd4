/** What SQS keeps metrics of; `at` in milliseconds since the epoch. */
export type QueueEvent = { readonly at: number; readonly queue: string } & (
  | { readonly kind: 'sent'; readonly bytes: number }
  /** One answer to ReceiveMessage, with none or up to ten messages. */
  | { readonly kind: 'received'; readonly messages: number }
  | { readonly kind: 'deleted' }
);
