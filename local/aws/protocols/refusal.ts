import type { IncomingMessage } from 'node:http';
import { AwsError } from '../aws-error.ts';
import type { Service } from '../service.ts';
import { json } from './json.ts';
import type { Protocol } from './protocol.ts';

/**
 * For a request in a protocol that no service here speaks: `aws s3 ls` speaks REST and `aws iam list-users` the
 * query protocol, whose clients print a message that comes as XML, and else a failure to parse it.
 */
export function refusal(services: ReadonlyMap<string, Service>, request: IncomingMessage): Protocol {
  const service = signedFor(request);
  const read = () => {
    throw new AwsError(
      'UnknownOperationException',
      `${request.method} ${request.url}${service ? ` for ${service}` : ''} is not here: ` +
        `the local AWS takes POST requests with X-Amz-Target, for ${[...services.keys()].join(', ')}`,
    );
  };
  if (!speaksQuery(request) && service !== 's3') return { ...json('application/x-amz-json-1.1'), read };
  return {
    ...json('text/xml'),
    read,
    failure: (error) => ({ headers: { 'content-type': 'text/xml' }, body: xml(request, error) }),
  };
}

/** The service in the credential scope of a Signature Version 4 header. */
export function signedFor(request: IncomingMessage): string | undefined {
  return /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
}

export function speaksQuery(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

function xml(request: IncomingMessage, { code, message }: AwsError): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const error = `<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return speaksQuery(request) ? `<ErrorResponse>${error}</ErrorResponse>` : error;
}
