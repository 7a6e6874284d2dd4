import assert from 'node:assert/strict';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { AwsRequest } from '../function/harness/aws-server.ts';
import { hasFields, isFresh, isSigned, type Verdict } from './oracle/oracle.ts';
import { canary } from './sources.ts';
import type { Invocation } from './warm-environment.ts';

/** An answer as the contract has it. */
export interface Answer {
  readonly status: number;
  /** Of the event, in an answer that there is nothing to do. */
  readonly id: string | undefined;
}

/** A sender hangs up after 5 s. */
const longestMs = 5_000;

const headersByStatus: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  ...Object.fromEntries([200, 202].map((status) => [status, { 'content-type': 'application/json' }])),
  ...Object.fromEntries([400, 401, 403, 404, 413, 500].map((status) => [status, problem()])),
  405: problem({ allow: 'POST' }),
  415: problem({ 'accept-post': 'application/json' }),
  503: problem({ 'retry-after': '5' }),
};

function problem(more: Readonly<Record<string, string>> = {}) {
  return { 'content-type': 'application/problem+json', ...more };
}

/** In time, of a known status, with its headers and its body, and nothing besides. */
export function keepsContract({ answer, durationMs }: Invocation): Answer {
  assert.ok(durationMs < longestMs, `answered after ${durationMs} ms`);
  assert.ok(isRecord(answer), 'the answer is no object');
  const { statusCode: status, headers, body, ...more } = answer;
  assert.deepEqual(more, {});
  assert.ok(typeof status === 'number' && status in headersByStatus, `answered with ${status}`);
  assert.deepEqual(headers, headersByStatus[status]);
  assert.ok(typeof body === 'string', 'the body of the answer is no text');
  const said: unknown = JSON.parse(body);
  assert.ok(isRecord(said), 'the body of the answer is no object');
  if (status < 300) {
    const { id, ...more } = said;
    assert.deepEqual(more, {});
    assert.ok(typeof id === 'string' && /^[0-9a-f]{32}$/.test(id), `the id is ${id}`);
    return { status, id };
  }
  const { type, title, detail, status: repeated, ...extensions } = said;
  assert.deepEqual({ type, status: repeated, extensions }, { type: 'about:blank', status, extensions: {} });
  for (const words of [title, detail]) assert.ok(typeof words === 'string' && words.length > 0, `it says "${words}"`);
  return { status, id: undefined };
}

/** What the function asked AWS to put on the bus or into the queue. */
export interface Publication {
  readonly to: 'bus' | 'queue';
  readonly source: string;
  readonly eventType: string;
  readonly id: string;
  /** The payload as it would reach a consumer. */
  readonly text: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

export function publications(calls: readonly AwsRequest[]): readonly Publication[] {
  return calls.flatMap(({ operation, input }): Publication[] => {
    if (operation === 'PutEvents') {
      const entries = input.Entries;
      assert.ok(Array.isArray(entries) && entries.length === 1, 'PutEvents has not one entry');
      const { Source, DetailType, Detail } = entries[0];
      return [publication('bus', Source, DetailType, Detail)];
    }
    if (operation === 'SendMessage') {
      const message = String(input.MessageBody);
      const { source, detailType } = JSON.parse(message);
      const detail = message.slice(message.indexOf('"detail":{') + '"detail":'.length, -1);
      return [publication('queue', source, detailType, detail)];
    }
    return [];
  });
}

function publication(to: Publication['to'], source: string, eventType: string, detail: string): Publication {
  // In JSON text a quotation mark that ends a key and not a part of a string never follows a reverse solidus.
  const at = detail.indexOf(',"data":');
  const metadata = JSON.parse(`${detail.slice('{"metadata":'.length, at)}`);
  assert.ok(detail.startsWith('{"metadata":') && detail.endsWith('}'), 'the detail is not metadata and data');
  const text = detail.slice(at + ',"data":'.length, -1);
  return { to, source: source.replace(/^webhook\./, ''), eventType, id: metadata.id, text, metadata };
}

/** Whatever the event looks like: its own signature header holds for the bytes that were published, and it is fresh. */
export function isLegitimate({ source, text, metadata }: Publication, event: LambdaFunctionURLEvent): void {
  const { headers, rawPath, requestContext } = event;
  assert.equal(rawPath, `/${source}`);
  assert.equal(metadata.source, source);
  const signed = sentTexts(event).find((sent) => queuedText(sent) === queuedText(text)) ?? text;
  assert.ok(isSigned(source, headers['momento-signature'], Buffer.from(signed)), 'published what is not signed');
  const payload: unknown = JSON.parse(text);
  assert.ok(hasFields(payload), 'published what lacks a field');
  assert.ok(isFresh(payload, Number(requestContext.timeEpoch)), 'published what is not fresh');
}

/** The bodies that the event may be read as having: in UTF-8 half a surrogate pair is the replacement character. */
function sentTexts({ body = '' }: LambdaFunctionURLEvent): readonly string[] {
  return [body.toWellFormed(), Buffer.from(body, 'base64').toString()];
}

/** What a publication holds of a request as Function URLs hand it over: its source, its type, its own text. */
export function isExactly(verdict: Verdict & { readonly publish: true }, publication: Publication): void {
  const { to, source, eventType, text } = publication;
  const expected = to === 'queue' ? { ...verdict, text: queuedText(verdict.text) } : verdict;
  assert.deepEqual({ publish: true, source, eventType, text }, expected);
}

/** The same JSON, without the two characters that SQS does not carry. */
export function queuedText(text: string): string {
  return text.replaceAll('\uFFFE', '\\ufffe').replaceAll('\uFFFF', '\\uffff');
}

/** In plain, and as base64 has it at each of three alignments. */
const canaries = [canary, ...[0, 1, 2].map(inBase64)];

function inBase64(before: number): string {
  const shifted = Buffer.from(`${'_'.repeat(before)}${canary}`).toString('base64');
  // Without the digits that also hold bits of what stands before or after.
  return shifted.slice(before === 0 ? 0 : before + 1, Math.floor((shifted.length - 4) / 4) * 4);
}

export function holdsNoCanary(what: string, text: string): void {
  for (const canary of canaries) assert.ok(!text.includes(canary), `${what}: a canary, in ${excerpt(text, canary)}`);
}

/** Neither what the sender claimed as its signature nor anything else from a request. */
export function logsNothingSent({ output, answer }: Invocation, event: unknown): void {
  holdsNoCanary('written', output.text);
  holdsNoCanary('answered', JSON.stringify(answer));
  const signature = (event as LambdaFunctionURLEvent | null)?.headers?.['momento-signature'];
  if (typeof signature !== 'string' || signature.length < 16) return;
  assert.ok(!output.text.toLowerCase().includes(signature.toLowerCase()), 'written: the signature');
}

function excerpt(text: string, part: string): string {
  const at = text.indexOf(part);
  return text.slice(Math.max(0, at - 200), at + 100);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
