import { createHmac, timingSafeEqual } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';

/*
 * The same five steps, put together from the packages' own documentation: clients at module scope with their defaults,
 * Logger, Metrics and Tracer as in "Getting started" and "Manual instrumentation", the secret fetched when it is needed.
 */

const logger = new Logger();
const metrics = new Metrics({ namespace: 'Naive' });
const tracer = new Tracer();
const secretsManager = tracer.captureAWSv3Client(new SecretsManagerClient({}));
const eventBridge = tracer.captureAWSv3Client(new EventBridgeClient({}));

/** Milliseconds. */
const freshness = 60_000;

export const handler = async (event: LambdaFunctionURLEvent, context: Context): Promise<LambdaFunctionURLResult> => {
  const segment = tracer.getSegment();
  const subsegment = segment?.addNewSubsegment(`## ${process.env._HANDLER}`);
  if (subsegment) tracer.setSegment(subsegment);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  logger.addContext(context);
  metrics.captureColdStartMetric();
  try {
    const response = await deliver(event);
    tracer.addResponseAsMetadata(response, process.env._HANDLER);
    return response;
  } catch (error) {
    tracer.addErrorAsMetadata(error as Error);
    logger.error('delivery failed', error as Error);
    metrics.addMetric('failed', MetricUnit.Count, 1);
    throw error;
  } finally {
    subsegment?.close();
    if (segment) tracer.setSegment(segment);
    metrics.publishStoredMetrics();
  }
};

async function deliver(event: LambdaFunctionURLEvent): Promise<LambdaFunctionURLResult> {
  if (!event.body) return refused(400, 'empty body');
  const body = Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8');
  const payload = JSON.parse(body.toString('utf8'));
  if (Math.abs(Date.now() - payload.publish_timestamp) >= freshness) return refused(403, 'stale');

  const { SecretString } = await secretsManager.send(new GetSecretValueCommand({ SecretId: process.env.SECRET_ID }));
  const digest = createHmac('sha3-256', SecretString ?? '')
    .update(body)
    .digest();
  const claimed = Buffer.from(event.headers['momento-signature'] ?? '', 'hex');
  if (claimed.length !== digest.length || !timingSafeEqual(claimed, digest)) return refused(401, 'wrong signature');

  const entry = {
    EventBusName: process.env.BUS_NAME,
    Source: 'webhook.momento',
    DetailType: `${payload.cache}#${payload.topic}`,
    Detail: JSON.stringify(payload),
  };
  const { FailedEntryCount, Entries } = await eventBridge.send(new PutEventsCommand({ Entries: [entry] }));
  if (FailedEntryCount) return refused(503, 'not published');
  logger.info('delivery published', { eventId: Entries?.[0]?.EventId });
  metrics.addMetric('published', MetricUnit.Count, 1);
  return { statusCode: 200, body: JSON.stringify({ id: Entries?.[0]?.EventId }) };
}

function refused(statusCode: number, reason: string): LambdaFunctionURLResult {
  logger.warn('delivery refused', { reason });
  metrics.addMetric('refused', MetricUnit.Count, 1);
  return { statusCode, body: JSON.stringify({ reason }) };
}
