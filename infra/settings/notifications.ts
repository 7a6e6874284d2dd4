import { z } from 'zod';
import { flag, unique } from './values.ts';

/** The shape of what each protocol of SNS takes: https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html */
const subscription = z.discriminatedUnion(
  'protocol',
  [
    z.strictObject({ protocol: z.literal('email'), endpoint: z.email('an email address') }),
    z.strictObject({
      protocol: z.literal('https'),
      endpoint: text(
        'an https address, or http on 127.0.0.1 for the local run',
        /^(https:\/\/[^\s/]+(\/\S*)?|http:\/\/127\.0\.0\.1(:\d+)?(\/\S*)?)$/,
      ),
    }),
    z.strictObject({
      protocol: z.literal('sms'),
      endpoint: z.preprocess(withPlus, text('a phone number such as +4915112345678', /^\+[1-9]\d{6,14}$/)),
    }),
    z.strictObject({
      protocol: z.literal('sqs'),
      endpoint: text('the ARN of a queue', /^arn:[\w-]+:sqs:[\w-]+:\d{12}:[\w-]+$/),
    }),
  ],
  'a subscription by email, https, sms or sqs',
);

const subscriptions = z
  .array(subscription, 'a list of subscriptions')
  .refine((all) => unique(all.map(({ protocol, endpoint }) => `${protocol} ${endpoint}`)), 'every subscription once')
  .default([]);

const channel = text('the id of a Slack channel, such as C0123456789', /^[CG][0-9A-Z]{8,}$/);

/** Through Amazon Q Developer in chat applications, where somebody authorised the workspace once by hand. */
const slack = z.strictObject(
  {
    workspaceId: text('the id of a Slack workspace, such as T0123456789', /^T[0-9A-Z]{8,}$/),
    pageChannelId: channel,
    ticketChannelId: channel,
  },
  'workspaceId, pageChannelId and ticketChannelId',
);

/** Whom alarms tell. */
export const notifications = z.strictObject(
  {
    page: subscriptions,
    ticket: subscriptions,
    slack: slack.optional(),
    /** Of the end of a fault too: what opens incidents closes them by it. */
    recoveries: flag().default(false),
  },
  'page, ticket, slack and recoveries',
);

function text(wanted: string, shape: RegExp) {
  return z.string(wanted).regex(shape, wanted);
}

/** YAML and `pulumi config set --path` take a phone number for an integer, which loses its plus. */
function withPlus(value: unknown): unknown {
  return typeof value === 'number' ? `+${value}` : value;
}
