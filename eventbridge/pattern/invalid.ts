/** The pattern is not one that EventBridge takes; the message is the reason it gives. */
export class InvalidPattern extends Error {}
