import { atlassian } from './atlassian.ts';
import { github } from './github.ts';
import { intercom } from './intercom.ts';
import { linear } from './linear.ts';
import { momento } from './momento.ts';
import { paddle } from './paddle.ts';
import { pagerduty } from './pagerduty.ts';
import type { Scheme } from './scheme.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';
import { svix } from './svix.ts';
import { zendesk } from './zendesk.ts';

/**
 * Every scheme that a source in the settings may name. In a stack's zip infra/bundle/schemes.ts puts those that its
 * sources use in the place of this file.
 */
export const schemes: readonly Scheme[] = [
  momento,
  standardWebhooks,
  svix,
  github,
  stripe,
  shopify,
  linear,
  zendesk,
  paddle,
  pagerduty,
  atlassian,
  intercom,
  sendgrid,
];
