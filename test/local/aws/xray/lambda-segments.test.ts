import assert from 'node:assert/strict';
import type { SegmentDocument, XrayEntity } from '../../../../local/aws/xray/document.ts';
import { lambdaSegments } from '../../../../local/aws/xray/lambda-segments.ts';
import { closeAll, hosted } from '../lambda/hosted-function.ts';
import { shape } from './local-xray.ts';

const answering = 'export const handler = async () => ({});';
const root = '1-6b0454f9-92169e9dda3f71f843aec9df';
const sampled = `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`;

/** The segments Lambda writes of each invocation of a function, in order. */
async function traced(source: string, invocations = 1, configuration: Parameters<typeof hosted>[1] = {}) {
  const { host, events } = hosted(source, configuration);
  for (let count = 0; count < invocations; count += 1) await host.invoke('{}', { trace: host.trace(sampled) });
  return events.map((event) => ({ event, segments: lambdaSegments(event, host.configuration) }));
}

function phase(segment: SegmentDocument | undefined, name: string): XrayEntity {
  const found = segment?.subsegments?.find((one) => one.name === name);
  assert.ok(found, `no ${name}`);
  return found;
}

describe("Lambda's own segments", () => {
  afterEach(closeAll);

  it('are the service’s under the caller’s and the function’s under that', async () => {
    const [{ event, segments } = assert.fail()] = await traced(answering);
    const [service, fn, ...others] = segments;
    assert.deepEqual(others, []);
    const { trace, requestId } = event;
    assert.partialDeepStrictEqual(service, {
      id: trace.serviceSegment,
      name: 'ingress',
      trace_id: root,
      parent_id: '53995c3f42cd8ad8',
      origin: 'AWS::Lambda',
      resource_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:ingress',
      http: { response: { status: 200 } },
      aws: { request_id: requestId },
    });
    assert.partialDeepStrictEqual(fn, {
      id: trace.functionSegment,
      name: 'ingress',
      trace_id: root,
      parent_id: trace.serviceSegment,
      origin: 'AWS::Lambda::Function',
      aws: {
        account_id: '123456789012',
        function_arn: 'arn:aws:lambda:eu-west-1:123456789012:function:ingress',
        resource_names: ['ingress'],
      },
    });
    for (const segment of segments) assert.equal(segment.fault ?? segment.error ?? segment.throttle, undefined);
  });

  it('show the init of a cold start before the function’s segment and inside the service’s', async () => {
    const [{ event, segments } = assert.fail(), ...warm] = await traced(answering, 10);
    const [service, fn] = segments;
    assert.ok(service && fn);
    assert.equal(shape(fn), 'ingress [Initialization, Invocation, Overhead]');
    const init = phase(fn, 'Initialization');
    assert.ok(init.start_time >= service.start_time && (init.end_time ?? Infinity) <= fn.start_time);
    assert.ok(event.kind === 'invocation');
    const took = (init.end_time ?? 0) - init.start_time;
    assert.ok(Math.abs(took * 1000 - (event.metrics.initDurationMs ?? 0)) < 0.01);

    const waits = warm.map(({ segments: [service, fn] }) => {
      assert.ok(service && fn);
      assert.equal(shape(fn), 'ingress [Invocation, Overhead]');
      return fn.start_time - service.start_time;
    });
    // Of some the machine stalls in between, of all it does not.
    assert.ok(Math.min(...waits) < 0.1, `${waits}`);
  });

  it('hand the id of Invocation to the function, and end it with the answer', async () => {
    const source = `export const handler = async () => {
      setTimeout(() => {}, 1);
      return { header: process.env._X_AMZN_TRACE_ID };
    };`;
    const [{ event, segments } = assert.fail()] = await traced(source);
    const [, fn] = segments;
    const [invocation, overhead] = [phase(fn, 'Invocation'), phase(fn, 'Overhead')];
    assert.ok(event.kind === 'invocation' && event.outcome.status === 'success');
    const { header } = JSON.parse(event.outcome.payload.toString());
    assert.equal(header, `Root=${root};Parent=${invocation.id};Sampled=1`);
    assert.equal(overhead.start_time, invocation.end_time);
    assert.equal(overhead.end_time, fn?.end_time);
  });

  it('are faults of the function when it throws, with its error', async () => {
    const [{ segments } = assert.fail()] = await traced(
      'export const handler = async () => { throw new RangeError("too far"); };',
    );
    const [service, fn] = segments;
    assert.deepEqual([service?.fault, fn?.fault, phase(fn, 'Invocation').fault], [true, true, true]);
    assert.deepEqual(service?.http, { response: { status: 200 } });
    assert.partialDeepStrictEqual(fn?.cause, { exceptions: [{ type: 'RangeError', message: 'too far' }] });
  });

  it('have no overhead when the function did not answer in time', async () => {
    const [{ segments } = assert.fail()] = await traced(
      'export const handler = () => new Promise(() => setInterval(() => {}, 1000));',
      1,
      {
        timeoutSeconds: 0.2,
      },
    );
    const [, fn] = segments;
    assert.ok(fn);
    assert.equal(shape(fn), 'ingress [Initialization, Invocation]');
    assert.equal(phase(fn, 'Invocation').end_time, fn.end_time);
  });

  it('show the second try of an init that failed inside the invocation', async () => {
    const [{ segments } = assert.fail()] = await traced('throw new Error("no start");');
    const [service, fn] = segments;
    assert.ok(service && fn);
    assert.equal(shape(fn), 'ingress [Initialization]');
    const init = phase(fn, 'Initialization');
    assert.ok(init.start_time >= fn.start_time && (init.end_time ?? Infinity) <= (fn.end_time ?? 0) + 0.001);
    assert.deepEqual([service.fault, init.fault], [true, true]);
  });

  it('are the service’s alone when the invocation is throttled', async () => {
    const [{ segments } = assert.fail()] = await traced(answering, 1, { reservedConcurrency: 0 });
    const [service, ...others] = segments;
    assert.deepEqual(others, []);
    assert.partialDeepStrictEqual(service, {
      origin: 'AWS::Lambda',
      error: true,
      throttle: true,
      http: { response: { status: 429 } },
    });
  });

  it('are none of an invocation that is not sampled', async () => {
    const { host, events } = hosted(answering);
    await host.invoke('{}', { trace: host.trace(`Root=${root};Sampled=0`) });
    const [event] = events;
    assert.ok(event);
    assert.deepEqual(lambdaSegments(event, host.configuration), []);
  });
});
