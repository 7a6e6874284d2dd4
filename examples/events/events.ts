import { z } from 'zod';
import {
  alwaysSignedId,
  event,
  formOrObject,
  object,
  objectOrArray,
  signedId,
  signedTime,
  text,
  unsignedBody,
  unsignedId,
} from './event.ts';

/**
 * What the events of each scheme look like: the types below and the files in schemas/ both come from here. A test compares
 * it with the descriptions in function/sources/, and with events that the function publishes.
 */
export const events = {
  momento: event({ scheme: z.literal('momento'), metadata: signedTime, data: object, eventType: text }),
  'standard-webhooks': event({
    scheme: z.literal('standard-webhooks'),
    metadata: { ...signedTime, ...alwaysSignedId },
    data: objectOrArray,
    eventType: text,
  }),
  svix: event({
    scheme: z.literal('svix'),
    metadata: { ...signedTime, ...alwaysSignedId },
    data: objectOrArray,
    eventType: text,
  }),
  github: event({ scheme: z.literal('github'), metadata: unsignedId, data: object, eventType: text }),
  stripe: event({
    scheme: z.literal('stripe'),
    metadata: { ...signedTime, ...signedId },
    data: object,
    eventType: text,
  }),
  slack: event({
    scheme: z.literal('slack'),
    metadata: { ...signedTime, ...signedId },
    data: formOrObject,
    eventType: text,
  }),
  shopify: event({ scheme: z.literal('shopify'), metadata: unsignedId, data: object, eventType: text }),
  linear: event({
    scheme: z.literal('linear'),
    metadata: { ...signedTime, ...unsignedId },
    data: object,
    eventType: text,
  }),
  zendesk: event({
    scheme: z.literal('zendesk'),
    metadata: { ...signedTime, ...unsignedId },
    data: objectOrArray,
    eventType: text,
  }),
  paddle: event({
    scheme: z.literal('paddle'),
    metadata: { ...signedTime, ...signedId },
    data: object,
    eventType: text,
  }),
  square: event({ scheme: z.literal('square'), metadata: signedId, data: object, eventType: text }),
  sendgrid: event({
    scheme: z.literal('sendgrid'),
    metadata: signedTime,
    data: objectOrArray,
    eventType: z.literal('events'),
  }),
  discord: event({ scheme: z.literal('discord'), metadata: signedTime, data: object, eventType: text }),
  pagerduty: event({ scheme: z.literal('pagerduty'), metadata: signedId, data: object, eventType: text }),
  atlassian: event({ scheme: z.literal('atlassian'), metadata: unsignedId, data: object, eventType: text }),
  intercom: event({ scheme: z.literal('intercom'), metadata: signedId, data: object, eventType: text }),
  meta: event({ scheme: z.literal('meta'), metadata: {}, data: object, eventType: text }),
  twilio: event({
    scheme: z.literal('twilio'),
    metadata: { ...unsignedId, ...unsignedBody },
    data: formOrObject,
    eventType: text,
  }),
  hubspot: event({
    scheme: z.literal('hubspot'),
    metadata: signedTime,
    data: objectOrArray,
    eventType: z.literal('events'),
  }),
  twitch: event({
    scheme: z.literal('twitch'),
    metadata: { ...signedTime, ...alwaysSignedId },
    data: object,
    eventType: text,
  }),
  zoom: event({ scheme: z.literal('zoom'), metadata: signedTime, data: object, eventType: text }),
  adyen: event({ scheme: z.literal('adyen'), metadata: unsignedBody, data: object, eventType: text }),
  gitlab: event({
    scheme: z.literal('gitlab'),
    metadata: { ...signedTime, ...alwaysSignedId },
    data: object,
    eventType: text,
  }),
  'gitlab-token': event({
    scheme: z.literal('gitlab-token'),
    metadata: { ...unsignedId, ...unsignedBody },
    data: object,
    eventType: text,
  }),
  token: event({ scheme: z.literal('token'), metadata: unsignedBody, data: objectOrArray, eventType: text }),
  basic: event({ scheme: z.literal('basic'), metadata: unsignedBody, data: objectOrArray, eventType: text }),
};

/** An event of any scheme, those of a stack's own included. */
export const webhookEvent = event({
  scheme: z.string(),
  metadata: {
    sentAt: signedTime.sentAt.optional(),
    senderId: signedId.senderId,
    senderIdSigned: z.boolean().optional(),
    bodySigned: unsignedBody.bodySigned.optional(),
  },
  data: objectOrArray,
  eventType: text,
});

export type WebhookEvent = z.output<typeof webhookEvent>;
export type MomentoEvent = z.output<typeof events.momento>;
export type StandardWebhooksEvent = z.output<(typeof events)['standard-webhooks']>;
export type SvixEvent = z.output<typeof events.svix>;
export type GithubEvent = z.output<typeof events.github>;
export type StripeEvent = z.output<typeof events.stripe>;
export type SlackEvent = z.output<typeof events.slack>;
export type ShopifyEvent = z.output<typeof events.shopify>;
export type LinearEvent = z.output<typeof events.linear>;
export type ZendeskEvent = z.output<typeof events.zendesk>;
export type PaddleEvent = z.output<typeof events.paddle>;
export type SquareEvent = z.output<typeof events.square>;
export type SendgridEvent = z.output<typeof events.sendgrid>;
export type DiscordEvent = z.output<typeof events.discord>;
export type PagerdutyEvent = z.output<typeof events.pagerduty>;
export type AtlassianEvent = z.output<typeof events.atlassian>;
export type IntercomEvent = z.output<typeof events.intercom>;
export type MetaEvent = z.output<typeof events.meta>;
export type TwilioEvent = z.output<typeof events.twilio>;
export type HubspotEvent = z.output<typeof events.hubspot>;
export type TwitchEvent = z.output<typeof events.twitch>;
export type ZoomEvent = z.output<typeof events.zoom>;
export type AdyenEvent = z.output<typeof events.adyen>;
export type GitlabEvent = z.output<typeof events.gitlab>;
export type GitlabTokenEvent = z.output<(typeof events)['gitlab-token']>;
export type TokenEvent = z.output<typeof events.token>;
export type BasicEvent = z.output<typeof events.basic>;
