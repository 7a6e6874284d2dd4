import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/** AWS JSON 1.0 and 1.1, which differ in this type alone, and REST-JSON. */
export function json(contentType: string, messageMember: 'message' | 'Message' = 'message'): Protocol {
  const headers = { 'content-type': contentType };
  return {
    read: parse,
    success: (output) => ({ headers, body: JSON.stringify(output) }),
    failure: ({ code, message }) => ({ headers, body: JSON.stringify({ __type: code, [messageMember]: message }) }),
  };
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}
