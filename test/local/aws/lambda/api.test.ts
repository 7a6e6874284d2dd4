import assert from 'node:assert/strict';
import { GetFunctionConcurrencyCommand, GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { lambdaService } from '../../../../local/aws/lambda/api.ts';
import { localAws } from '../../../../tools/local-aws.ts';
import { type Listening, listening } from '../sqs/listening.ts';

const ingress = {
  name: 'ingress',
  arn: 'arn:aws:lambda:eu-west-1:000000000000:function:ingress',
  url: 'http://127.0.0.1:3000/',
  reservedConcurrency: 10,
};

// As https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html documents requests and answers.
describe('the API of Lambda', () => {
  let aws: Listening;
  let client: LambdaClient;
  before(async () => {
    aws = await listening([
      lambdaService([ingress, { ...ingress, name: 'free', reservedConcurrency: -1 }], () =>
        Date.parse('2026-07-10T12:00:00.250Z'),
      ),
    ]);
    client = new LambdaClient(localAws(aws.url));
  });
  after(() => aws.close());

  const urlOf = (FunctionName: string) => client.send(new GetFunctionUrlConfigCommand({ FunctionName }));

  it('says where the URL of a function is, by its name or ARN', async () => {
    const { $metadata: _, ...found } = await urlOf('ingress');
    assert.deepEqual(found, {
      FunctionUrl: ingress.url,
      FunctionArn: ingress.arn,
      AuthType: 'NONE',
      CreationTime: '2026-07-10T12:00:00.250Z',
      LastModifiedTime: '2026-07-10T12:00:00.250Z',
      InvokeMode: 'BUFFERED',
    });
    assert.equal((await urlOf(ingress.arn)).FunctionUrl, ingress.url);
  });

  it('says what a function reserves, which may be nothing', async () => {
    const reserved = async (FunctionName: string) =>
      (await client.send(new GetFunctionConcurrencyCommand({ FunctionName }))).ReservedConcurrentExecutions;
    assert.deepEqual([await reserved('ingress'), await reserved('free')], [10, undefined]);
    await assert.rejects(reserved('egress'), {
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:eu-west-1:000000000000:function:egress',
    });
  });

  it('says of another that it does not exist', async () => {
    await assert.rejects(urlOf('egress'), {
      name: 'ResourceNotFoundException',
      message: 'The resource you requested does not exist.',
    });
  });

  it('takes what is no escape for a name', async () => {
    const answered = await fetch(`${aws.url}/2021-10-31/functions/100%/url`);
    assert.equal(answered.headers.get('x-amzn-errortype'), 'ResourceNotFoundException');
  });

  it('refuses what it does not carry out', async () => {
    const asked = client.send(new GetFunctionUrlConfigCommand({ FunctionName: 'ingress', Qualifier: 'live' }));
    await assert.rejects(asked, { name: 'InvalidParameterValueException', message: /Qualifier/ });
  });
});
