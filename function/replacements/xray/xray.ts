import { captureAWSv3Client } from './calls.ts';
import { captureAsyncFunc, getSegment } from './context.ts';
import { Segment, Subsegment } from './segments.ts';

/*
 * Stands in for `aws-xray-sdk-core`, with what Powertools' Tracer calls of it on Lambda: a tenth of its code. A finished
 * subsegment goes to the daemon as one document with all below it, where the SDK sends each on its own. And where the SDK
 * invents the ids that a header lacks, or leaves out a subsegment because another below it is still open, this one sends
 * nothing and all that is over. Nor does it send the message of an error, which may quote what the sender sent.
 */

/** Of what Powertools calls on Lambda this is needed nowhere: a segment there always is. */
const setContextMissingStrategy = () => {};

export default {
  Segment,
  Subsegment,
  getSegment,
  captureAsyncFunc,
  captureAWSv3Client,
  setContextMissingStrategy,
};
