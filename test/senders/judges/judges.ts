import type { Judge } from '../judge.ts';
import { adyen } from './adyen.ts';
import { platforms } from './platforms.ts';
import { publicKeys } from './public-keys.ts';
import { services } from './services.ts';
import { standardWebhooks, svix } from './standard-webhooks.ts';

export const judges: readonly Judge[] = [
  ...standardWebhooks,
  svix,
  ...services,
  ...platforms,
  ...adyen,
  ...publicKeys,
];
