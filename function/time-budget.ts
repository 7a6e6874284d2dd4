/*
 * Where the time of one delivery goes, in milliseconds: everything that waits, or says how long something waits, takes it
 * from here. Each figure is an export of its own, because esbuild writes those in place of their names where it can.
 */

/** How long a sender such as Momento waits for an answer before it hangs up. */
export const senderPatienceMs = 5_000;

/** Lambda's time-out, in seconds: nobody is left to hear a later answer. */
export const functionTimeoutSeconds = senderPatienceMs / 1_000;

/** From the first line of the handler to its answer. The rest of the sender's patience is for a cold start and the network. */
export const answerLimitMs = 3_500;

/** Both versions of a secret, retries included: well inside `answerLimitMs`, so that time is left to publish. */
export const secretFetchLimitMs = 1_500;

/** How long tries to publish may begin, when nothing before has taken time. The rest of `answerLimitMs` is for parking. */
export const publishLimitMs = 2_000;

/** What a secret took is missing to both: publishing gets this part of the time that is left. */
export const publishShare = publishLimitMs / answerLimitMs;

/** For the answer to a try that was begun just before its time was up: a healthy bus takes a tenth of it. */
export const publishGraceMs = 150;

/** Left for parking when nothing before it has taken time and the bus has taken all of its own. */
export const parkLimitMs = answerLimitMs - publishLimitMs - publishGraceMs;

/**
 * While EventBridge fails, an environment that waited `publishLimitMs` for it at each delivery would let through one in two
 * seconds, and the next senders would meet a function at its concurrency. So after a failure it gets only this, grace
 * included, many times what a healthy bus takes over an open connection; and after `busFailureMs` its full time again,
 * which a new connection may need where there is little CPU.
 */
export const publishAfterFailureLimitMs = 250;
export const busFailureMs = 10_000;

/** One call to EventBridge or Secrets Manager. The SDK has no time-outs of its own. */
export const awsConnectionTimeoutMs = 1_000;
export const awsRequestTimeoutMs = 1_500;

/** One call to SQS: a second one fits into `parkLimitMs` when the first gets no answer. */
export const parkConnectionTimeoutMs = 500;
export const parkRequestTimeoutMs = 700;

/** The connection to EventBridge in INIT, where no sender waits for an answer yet. */
export const warmUpConnectionTimeoutMs = 1_500;
