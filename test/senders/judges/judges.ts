import type { Judge } from '../judge.ts';
import { adyen } from './adyen.ts';
import { platforms } from './platforms.ts';
import { publicKeys } from './public-keys.ts';
import { services } from './services.ts';
import { standardWebhooks, svix } from './standard-webhooks.ts';

export const judges: readonly Judge[] = [...standardWebhooks, svix, ...services, ...platforms, ...adyen, ...publicKeys];

/** Schemes that no package judges, and why. */
export const unjudged: Readonly<Record<string, string>> = {
  momento: '@gomomento/sdk 1.118 verifies no webhooks',
  zendesk: 'Zendesk publishes no package for webhooks',
  pagerduty: 'PagerDuty verifies them in Go alone (go-pagerduty, webhookv3)',
  atlassian: 'Atlassian publishes no package for these webhooks',
  intercom: 'intercom-client 7.0 verifies no webhooks',
  meta: 'facebook-nodejs-business-sdk verifies no webhooks',
  zoom: 'its package on npm, @zoom/rivet, is under terms of use and not under an open licence',
  twitch: 'Twitch publishes no package; its command line tool signs, in Go',
  'gitlab-token': 'nothing is signed',
  token: 'nothing is signed',
  basic: 'nothing is signed',
};
