import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { alarmsOf } from '../dashboards/alarms/alarms.ts';
import { BundleError, bundle } from './bundle/bundle.ts';
import { Bus } from './bus/bus.ts';
import { Ingress } from './ingress/ingress.ts';
import { Sources } from './ingress/sources.ts';
import { locationOf } from './location.ts';
import { Alarms } from './monitoring/alarms.ts';
import { Dashboards, dashboardName, dashboardUrl } from './monitoring/dashboards.ts';
import { Investigation } from './monitoring/investigation.ts';
import { LogMetrics } from './monitoring/log-metrics.ts';
import { monitoredOf } from './monitoring/monitored.ts';
import { mutingCommands } from './monitoring/muting.ts';
import { Notifications } from './monitoring/notifications.ts';
import { refuseQueuesOfOthers } from './monitoring/own-queues.ts';
import { names } from './names.ts';
import { Parking } from './parking.ts';
import { providerSettings } from './settings/provider.ts';
import { usedSchemes, warningsOf } from './settings/schemes/schemes.ts';
import { refusePlainSecrets } from './settings/secrets.ts';
import { readSettings, SettingsError } from './settings/settings.ts';

const project = pulumi.getProject();
const stack = pulumi.getStack();

const values = pulumi.runtime.allConfig();
// As the engine tells it to programs in every language.
const secretKeys: readonly string[] = JSON.parse(process.env.PULUMI_CONFIG_SECRET_KEYS ?? '[]');
const isSecret = (key: string) => secretKeys.includes(key);

const settings = await checked(() => readSettings(project, stack, values, isSecret));
await checked(() => refusePlainSecrets(project, stack, settings, isSecret));
for (const warning of settings.schemes.flatMap(warningsOf)) void pulumi.log.warn(`${project}:${warning}`);
const code = await checked(() => bundle(usedSchemes(settings)));
const named = names(project, stack);
const { protect } = settings;

const provider = new aws.Provider('aws', {
  ...(await checked(() => providerSettings(values, settings.region, isSecret))),
  region: settings.region,
  // Last, because whatever finds the stack's resources finds them by these two.
  defaultTags: { tags: { ...settings.tags, project, stack } },
});
await checked(() => refuseQueuesOfOthers(settings.notifications, provider));

const sources = new Sources(
  'sources',
  { names: named, sources: settings.sources, values: settings.secrets, protect },
  { provider },
);
const bus = new Bus(
  'bus',
  {
    names: named,
    rules: settings.rules,
    archiveRetentionDays: settings.archiveRetentionDays,
    logRetentionDays: settings.logRetentionDays,
    protect,
  },
  { provider },
);
const parking = new Parking('parking', { names: named, region: settings.region, bus: bus.bus, protect }, { provider });
const ingress = new Ingress(
  'ingress',
  { names: named, settings, sources, bus: bus.bus, parking, bundle: code },
  { provider },
);

const monitored = monitoredOf(settings, ingress, bus, parking);
new LogMetrics('log-metrics', { names: named, monitored, logGroup: ingress.logGroup }, { provider });
const notifications = new Notifications(
  'notifications',
  { names: named, notifications: settings.notifications, location: locationOf(bus.bus.arn), region: settings.region },
  { provider },
);
const alarmDefinitions = alarmsOf(monitored);
const alarms = new Alarms(
  'alarms',
  {
    names: named,
    alarms: alarmDefinitions,
    runbookUrl: settings.runbookUrl,
    dashboardUrl: dashboardUrl(settings.region, dashboardName(named, settings.region, 'operations')),
    topics: { page: notifications.topics.page.arn, ticket: notifications.topics.ticket.arn },
    recoveries: settings.notifications.recoveries,
  },
  { provider },
);
const dashboards = new Dashboards(
  'dashboards',
  { names: named, monitored, alarms: alarmDefinitions, alarmArns: alarms.arns },
  { provider },
);
new Investigation('investigation', { names: named, monitored }, { provider });

/** Where each source delivers to, and where its secret is kept; how it signs, where that is the stack's own scheme. */
export const deliveries = sources.secrets.map(({ source, secret }) => ({
  name: source.name,
  scheme: source.scheme,
  description: settings.schemes.find(({ name }) => name === source.scheme),
  url: pulumi.interpolate`${ingress.url}${source.name}`,
  secretId: secret.name,
  // Of senders that sign the address, or show a token to check it.
  ...(source.url !== undefined && { signedUrl: source.url }),
  ...(source.verifyToken !== undefined && { verifyToken: source.verifyToken }),
}));
export const functionUrl = ingress.url;
export const functionName = ingress.function.name;
export const busName = bus.bus.name;
export const secretIds = Object.fromEntries(sources.secrets.map(({ source, secret }) => [source.name, secret.name]));
export const logGroup = ingress.logGroup.name;
export const queueUrls = bus.queueUrls;
/** Where deliveries wait while the bus takes none, and where those lie that it refused. */
export const parkingQueueUrl = parking.queue.url;
export const parkingDeadLetterQueueUrl = parking.deadLetters.url;
export const dashboardUrls = dashboards.urls;
/** To paste into bash or zsh: each asks for the value, which so stands in no history, no list of processes and not in Pulumi's state. */
export const setSecretCommands = Object.fromEntries(
  sources.secrets.map(({ source, secret }) => [
    source.name,
    pulumi.interpolate`printf 'Secret of ${source.name}: ' && read -rs SECRET && printf %s "$SECRET" | aws secretsmanager put-secret-value --region ${settings.region} --secret-id ${secret.name} --secret-string file:///dev/stdin; unset SECRET`,
  ]),
);

/** To paste, once the bus takes them: puts what it refused back into the parking queue, from where the pipe tries again. */
export const redriveParkedCommand = pulumi.interpolate`aws sqs start-message-move-task --region ${settings.region} --source-arn ${parking.deadLetters.arn}`;

/** For whoever subscribes by hand, or asks who listens. */
export const topicArns = { page: notifications.topics.page.arn, ticket: notifications.topics.ticket.arn };

/** To paste before and after a deployment that may ring. */
export const { mute: muteCommand, unmute: unmuteCommand } = mutingCommands(named, settings.region, alarms.tellingNames);

/** A wrong setting stops the program before anything is registered, with its own words and no stack trace. */
async function checked<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof SettingsError || error instanceof BundleError) throw new pulumi.RunError(error.message);
    throw error;
  }
}
