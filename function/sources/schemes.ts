import { adyen } from './adyen.ts';
import { atlassian } from './atlassian.ts';
import { basic } from './basic.ts';
import { discord } from './discord.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { gitlabToken } from './gitlab-token.ts';
import { hubspot } from './hubspot.ts';
import { intercom } from './intercom.ts';
import { linear } from './linear.ts';
import { meta } from './meta.ts';
import { momento } from './momento.ts';
import { paddle } from './paddle.ts';
import { pagerduty } from './pagerduty.ts';
import type { Scheme } from './scheme.ts';
import { sendgrid } from './sendgrid.ts';
import { shopify } from './shopify.ts';
import { slack } from './slack.ts';
import { square } from './square.ts';
import { standardWebhooks } from './standard-webhooks.ts';
import { stripe } from './stripe.ts';
import { svix } from './svix.ts';
import { token } from './token.ts';
import { twilio } from './twilio.ts';
import { twitch } from './twitch.ts';
import { zendesk } from './zendesk.ts';
import { zoom } from './zoom.ts';

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
  slack,
  shopify,
  linear,
  zendesk,
  paddle,
  square,
  sendgrid,
  discord,
  pagerduty,
  atlassian,
  intercom,
  meta,
  twilio,
  hubspot,
  twitch,
  zoom,
  adyen,
  gitlab,
  gitlabToken,
  token,
  basic,
];
