import assert from 'node:assert/strict';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { stsService } from '../../../../local/aws/sts/sts.ts';
import { localAws } from '../../../../tools/local-aws.ts';
import { type Listening, listening } from '../sqs/listening.ts';

// As https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html documents it.
describe('the API of STS', () => {
  let aws: Listening;
  let client: STSClient;
  before(async () => {
    aws = await listening([stsService('000000000000')]);
    client = new STSClient(localAws(aws.url));
  });
  after(() => aws.close());

  it('says that any credentials are those of the account', async () => {
    const { $metadata: _, ...caller } = await client.send(new GetCallerIdentityCommand({}));
    assert.deepEqual(caller, {
      UserId: '000000000000',
      Account: '000000000000',
      Arn: 'arn:aws:iam::000000000000:root',
    });
  });

  it('refuses what it does not carry out', async () => {
    await assert.rejects(client.send(new GetSessionTokenCommand({})), {
      name: 'UnknownOperationException',
      message: 'the local sts has no GetSessionToken; it has GetCallerIdentity',
    });
    const more = new URLSearchParams({ Action: 'GetCallerIdentity', Version: '2011-06-15', More: '1' });
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: 'AWS4-HMAC-SHA256 Credential=local/20260710/us-east-1/sts/aws4_request',
    };
    const answered = await fetch(aws.url, { method: 'POST', headers, body: more });
    assert.match(await answered.text(), /<Code>ValidationError<\/Code><Message>.*More/);
  });
});
