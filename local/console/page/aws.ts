/** A refusal of the local AWS or of the console's server, with the code AWS gives it. */
class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const services = {
  cloudWatch: 'GraniteServiceVersion20100801',
  logs: 'Logs_20140328',
  xray: 'AWSXRay',
} as const;

/**
 * An operation of the local AWS with its documented input. `Output` names the part of the documented answer that the
 * caller reads.
 */
export function aws<Output>(service: keyof typeof services, operation: string, input: object): Promise<Output> {
  return post<Output>(`/aws/${services[service]}.${operation}`, input);
}

export function post<Output>(path: string, input: object): Promise<Output> {
  return answered<Output>(
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) }),
  );
}

export function get<Output>(path: string): Promise<Output> {
  return answered<Output>(fetch(path));
}

async function answered<Output>(request: Promise<Response>): Promise<Output> {
  const response = await request.catch(() => {
    throw new Refusal('NoAnswer', 'The local run does not answer. Is npm start still running?');
  });
  if (response.ok) return (await response.json()) as Output;
  const { __type, message } = (await response.json()) as { readonly __type: string; readonly message: string };
  throw new Refusal(__type, message);
}
