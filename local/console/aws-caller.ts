import { byTarget, callOperation, type Service } from '../aws/service.ts';

/** Calls `<target>.<Operation>`, the name that the operation has in `X-Amz-Target`. */
export type AwsCaller = (name: string, input: unknown, signal?: AbortSignal) => Promise<object>;

/** The very operations behind the AWS endpoint, so that the page shows what the `aws` CLI answers. */
export function awsCaller(services: readonly Service[]): AwsCaller {
  const targets = byTarget(services);
  return (name, input, signal) => {
    const [target = '', operation = ''] = name.split('.');
    return callOperation(targets, target, operation, input, signal);
  };
}
