import { z } from 'zod';
import { operation, type Service } from '../service.ts';

/** AWS Security Token Service, as far as it says whose credentials these are: here those of anybody are the account's. */
export function stsService(account: string): Service {
  return {
    target: 'sts',
    query: { signingName: 'sts', xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/', links: [] },
    invalidInput: 'ValidationError',
    operations: {
      GetCallerIdentity: operation(z.strictObject({}), () => ({
        UserId: account,
        Account: account,
        Arn: `arn:aws:iam::${account}:root`,
      })),
    },
  };
}
