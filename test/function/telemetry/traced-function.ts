/**
 * An execution environment of its own: reads requests from standard input, hands one after the other to the function
 * and writes the answers to standard output. The X-Ray SDK keeps what it finds in the environment for the life of a
 * process, so a traced function cannot share one with the tests.
 */
import { json } from 'node:stream/consumers';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { context } from '../harness/deliveries.ts';

export interface Invocation {
  readonly event: LambdaFunctionURLEvent;
  /** What Lambda puts into `_X_AMZN_TRACE_ID` for the invocation. */
  readonly traceHeader: string;
}

const invocations = (await json(process.stdin)) as readonly Invocation[];
const handler = await (await import('../../../function/index.ts')).handler;
const answers = [];
for (const { event, traceHeader } of invocations) {
  process.env._X_AMZN_TRACE_ID = traceHeader;
  answers.push(await handler(event, context));
}
process.stdout.write(`${JSON.stringify({ answers })}\n`);
