import assert from 'node:assert/strict';
import { pipesService } from '../../../../local/aws/pipes/api.ts';
import { type Listening, listening } from '../sqs/listening.ts';
import { parking } from './running.ts';

const name = (pipe: string) => ({ ...parking, name: pipe, arn: parking.arn.replace('parking', pipe) });

interface Body {
  readonly CurrentState?: string;
  readonly message?: string;
}

// As https://docs.aws.amazon.com/eventbridge/latest/pipes-reference/API_Operations.html documents requests and answers.
describe('the API of EventBridge Pipes', () => {
  const startedAt = Date.parse('2026-07-10T12:00:00.250Z');
  let aws: Listening;
  before(async () => {
    const stopped = { ...name('other'), desiredState: 'STOPPED' } as const;
    aws = await listening([pipesService([parking, stopped, name('parking-eu')], () => startedAt)]);
  });
  after(() => aws.close());

  const get = async (path: string) => {
    const response = await fetch(aws.url + path);
    // What it really is, the tests say.
    const body = (await response.json()) as Body;
    return { status: response.status, headers: response.headers, body };
  };
  it('describes a pipe', async () => {
    assert.deepEqual((await get('/v1/pipes/parking')).body, {
      Name: 'parking',
      Arn: 'arn:aws:pipes:eu-west-1:000000000000:pipe/parking',
      RoleArn: 'arn:aws:iam::000000000000:role/parking',
      Source: 'arn:aws:sqs:eu-west-1:000000000000:parking',
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      Target: 'arn:aws:events:eu-west-1:000000000000:event-bus/deliveries',
      TargetParameters: {
        EventBridgeEventBusParameters: {
          Source: '$.body.source',
          DetailType: '$.body.detailType',
          Time: '$.body.time',
        },
        InputTemplate: parking.inputTemplate,
      },
      DesiredState: 'RUNNING',
      CurrentState: 'RUNNING',
      CreationTime: startedAt / 1000,
      LastModifiedTime: startedAt / 1000,
    });
    assert.equal((await get('/v1/pipes/other')).body.CurrentState, 'STOPPED');
  });

  it('says of a pipe that there is none', async () => {
    const { status, headers, body } = await get('/v1/pipes/gone');
    assert.deepEqual([status, headers.get('x-amzn-errortype')], [404, 'NotFoundException']);
    assert.equal(body.message, 'Pipe gone does not exist.');
  });

  it('refuses what it does not carry out', async () => {
    assert.equal((await get('/v1/pipes/parking?x=y')).headers.get('x-amzn-errortype'), 'ValidationException');
    const stop = await fetch(`${aws.url}/v1/pipes/parking/stop`, { method: 'POST' });
    assert.equal(stop.headers.get('x-amzn-errortype'), 'UnknownOperationException');
  });
});
