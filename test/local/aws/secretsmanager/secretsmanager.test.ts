import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  InvalidParameterException,
  InvalidRequestException,
  LimitExceededException,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { createSecretsManager } from '../../../../local/aws/secretsmanager/secretsmanager.ts';
import { type Listening, listening } from '../sqs/listening.ts';

const arnOf = (name: string) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}-AbCdEf`;
const dayMs = 24 * 60 * 60 * 1000;

describe('Secrets Manager', () => {
  let now: number;
  let endpoint: Listening;
  let client: SecretsManagerClient;

  beforeEach(async () => {
    now = Date.parse('2026-07-10T12:00:00Z');
    const secrets = [
      { name: 'dev/momento', arn: arnOf('dev/momento'), description: 'signs deliveries', value: 'first' },
      { name: 'dev/empty', arn: arnOf('dev/empty') },
      { name: 'dev/third', arn: arnOf('dev/third') },
    ];
    endpoint = await listening([createSecretsManager({ secrets, clock: () => now }).service]);
    client = new SecretsManagerClient(endpoint.client);
  });

  afterEach(async () => {
    client.destroy();
    await endpoint.close();
  });

  const get = (input: { SecretId?: string; VersionId?: string; VersionStage?: string } = {}) =>
    client.send(new GetSecretValueCommand({ SecretId: 'dev/momento', ...input }));
  const put = (SecretString: string, more: { ClientRequestToken?: string; VersionStages?: string[] } = {}) =>
    client.send(new PutSecretValueCommand({ SecretId: 'dev/momento', SecretString, ...more }));
  const stages = async () =>
    (await client.send(new DescribeSecretCommand({ SecretId: 'dev/momento' }))).VersionIdsToStages ?? {};
  const move = (VersionStage: string, to: string | undefined, from: string | undefined) =>
    client.send(
      new UpdateSecretVersionStageCommand({
        SecretId: 'dev/momento',
        VersionStage,
        MoveToVersionId: to,
        RemoveFromVersionId: from,
      }),
    );

  describe('reading a value', () => {
    it('gives the current version with its id, labels and time', async () => {
      const { ARN, Name, SecretString, VersionId, VersionStages, CreatedDate } = await get();
      assert.deepEqual(
        { ARN, Name, SecretString, VersionStages, CreatedDate },
        {
          ARN: arnOf('dev/momento'),
          Name: 'dev/momento',
          SecretString: 'first',
          VersionStages: ['AWSCURRENT'],
          CreatedDate: new Date(now),
        },
      );
      assert.match(VersionId ?? '', /^[0-9a-f-]{36}$/);
    });

    it('gives the time of a value that is older than the run', async () => {
      const secrets = [{ name: 'dev/momento', arn: arnOf('dev/momento'), value: 'first' }];
      await endpoint.close();
      client.destroy();
      endpoint = await listening([createSecretsManager({ secrets, clock: () => now, ageMs: dayMs }).service]);
      client = new SecretsManagerClient(endpoint.client);

      assert.deepEqual((await get()).CreatedDate, new Date(now - dayMs));
    });

    it('finds a secret by its ARN and by the ARN without the random suffix', async () => {
      assert.equal((await get({ SecretId: arnOf('dev/momento') })).SecretString, 'first');
      assert.equal((await get({ SecretId: arnOf('dev/momento').slice(0, -7) })).SecretString, 'first');
    });

    it('says that a secret is not there', async () => {
      await assert.rejects(get({ SecretId: 'dev/unknown' }), (error) => {
        assert.ok(error instanceof ResourceNotFoundException);
        assert.equal(error.message, "Secrets Manager can't find the specified secret.");
        return true;
      });
    });

    it('says that a secret has no value yet', async () => {
      await assert.rejects(get({ SecretId: 'dev/empty' }), {
        name: 'ResourceNotFoundException',
        message: "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
      });
    });

    it('says which version is not there', async () => {
      const VersionId = randomUUID();
      await assert.rejects(get({ VersionId }), {
        name: 'ResourceNotFoundException',
        message: `Secrets Manager can't find the specified secret value for VersionId: ${VersionId}`,
      });
    });

    it('refuses a version id and a label that name different versions', async () => {
      const { VersionId } = await put('second');
      await assert.rejects(get({ VersionId: VersionId ?? '', VersionStage: 'AWSPREVIOUS' }), InvalidRequestException);
    });

    it('refuses by name a parameter that it does not carry out', async () => {
      await assert.rejects(
        client.send(
          new PutSecretValueCommand({ SecretId: 'dev/momento', SecretString: 'x', RotationToken: 'x'.repeat(36) }),
        ),
        /The local AWS doesn't carry out the parameter RotationToken/,
      );
    });
  });

  describe('putting a value', () => {
    it('makes it current and the former one previous', async () => {
      await put('second');
      assert.equal((await get()).SecretString, 'second');
      assert.equal((await get({ VersionStage: 'AWSPREVIOUS' })).SecretString, 'first');
    });

    it('leaves a version of two rotations ago without a label', async () => {
      const { VersionId: first } = await get();
      await put('second');
      await put('third');
      assert.deepEqual(
        Object.values(await stages())
          .flat()
          .sort(),
        ['AWSCURRENT', 'AWSPREVIOUS'],
      );
      assert.equal((await get({ VersionId: first ?? '' })).SecretString, 'first');
    });

    it('leaves AWSCURRENT where it is when other labels are asked for', async () => {
      await put('next', { VersionStages: ['AWSPENDING'] });
      assert.equal((await get()).SecretString, 'first');
      assert.equal((await get({ VersionStage: 'AWSPENDING' })).SecretString, 'next');
    });

    it('makes the first version current whatever labels were asked for', async () => {
      const SecretId = 'dev/empty';
      await client.send(new PutSecretValueCommand({ SecretId, SecretString: 'a', VersionStages: ['AWSPENDING'] }));
      assert.deepEqual((await get({ SecretId })).VersionStages?.toSorted(), ['AWSCURRENT', 'AWSPENDING']);
    });

    it('gives bytes back as they were', async () => {
      const SecretBinary = Uint8Array.of(0, 255, 128);
      await client.send(new PutSecretValueCommand({ SecretId: 'dev/momento', SecretBinary }));
      const read = await get();
      assert.deepEqual(read.SecretBinary, SecretBinary);
      assert.equal(read.SecretString, undefined);
    });

    it('does nothing a second time with the same token and value', async () => {
      const ClientRequestToken = randomUUID();
      await put('second', { ClientRequestToken });
      await put('third');
      const again = await put('second', { ClientRequestToken });
      assert.deepEqual(again.VersionStages, ['AWSPREVIOUS']);
      assert.equal((await get()).SecretString, 'third');
    });

    it('refuses the same token with another value', async () => {
      const ClientRequestToken = randomUUID();
      await put('second', { ClientRequestToken });
      await assert.rejects(put('other', { ClientRequestToken }), ResourceExistsException);
    });

    it('refuses a request with neither text nor bytes', async () => {
      await assert.rejects(client.send(new PutSecretValueCommand({ SecretId: 'dev/momento' })), {
        name: 'InvalidRequestException',
        message: 'You must provide either SecretString or SecretBinary.',
      });
    });

    it('refuses a request with both', async () => {
      const both = { SecretString: 'x', SecretBinary: Uint8Array.of(1) };
      await assert.rejects(client.send(new PutSecretValueCommand({ SecretId: 'dev/momento', ...both })), {
        name: 'InvalidParameterException',
      });
    });

    it('refuses the 21st label', async () => {
      const VersionStages = Array.from({ length: 20 }, (_, index) => `LABEL${index}`);
      await assert.rejects(put('labelled', { VersionStages }), LimitExceededException);
    });

    it('refuses a value of more than 65,536 bytes', async () => {
      await put('é'.repeat(32_768));
      await assert.rejects(put('é'.repeat(32_769)), /has 65538 bytes/);
    });

    it('refuses the 101st version of a day and takes it a day later, for one without a label', async () => {
      const { VersionId: first } = await get();
      await move('KEPT', first, undefined);
      for (let version = 2; version <= 100; version += 1) await put(`value ${version}`);
      await assert.rejects(put('value 101'), LimitExceededException);
      now += dayMs + 1;
      await put('value 101');
      assert.equal((await get()).SecretString, 'value 101');
      assert.equal((await get({ VersionStage: 'KEPT' })).SecretString, 'first');
    });
  });

  describe('moving a label', () => {
    it('rolls back by moving AWSCURRENT to the previous version', async () => {
      const { VersionId: first } = await get();
      const { VersionId: second } = await put('second');
      await move('AWSCURRENT', first, second);
      assert.deepEqual(await stages(), { [first ?? '']: ['AWSCURRENT'], [second ?? '']: ['AWSPREVIOUS'] });
    });

    it('asks for the version that a label is to leave', async () => {
      const { VersionId: first } = await get();
      const { VersionId: second } = await put('second');
      await assert.rejects(move('AWSCURRENT', first, undefined), (error) => {
        assert.ok(error instanceof InvalidParameterException);
        assert.equal(
          error.message,
          "The parameter RemoveFromVersionId can't be empty. Staging label AWSCURRENT is currently attached to " +
            `version ${second}, so you must explicitly reference that version in RemoveFromVersionId.`,
        );
        return true;
      });
    });

    it('refuses to take a label from a version that does not have it', async () => {
      const { VersionId: first } = await get();
      const { VersionId: second } = await put('second');
      await assert.rejects(move('AWSCURRENT', second, first), /AWSCURRENT not found in version/);
    });

    it('never leaves a secret without AWSCURRENT', async () => {
      const { VersionId } = await get();
      await assert.rejects(move('AWSCURRENT', undefined, VersionId), InvalidParameterException);
      assert.equal((await get()).SecretString, 'first');
    });

    it('asks for one version at least', async () => {
      await assert.rejects(move('KEPT', undefined, undefined), InvalidParameterException);
    });

    it('puts a new label on a version and takes it off again', async () => {
      const { VersionId = '' } = await get();
      await move('KEPT', VersionId, undefined);
      assert.deepEqual((await stages())[VersionId]?.toSorted(), ['AWSCURRENT', 'KEPT']);
      await move('KEPT', undefined, VersionId);
      assert.deepEqual((await stages())[VersionId], ['AWSCURRENT']);
    });
  });

  describe('describing', () => {
    it('shows a secret without a value as one without versions', async () => {
      const described = await client.send(new DescribeSecretCommand({ SecretId: 'dev/empty' }));
      assert.equal(described.Name, 'dev/empty');
      assert.equal(described.VersionIdsToStages, undefined);
      assert.equal(described.LastAccessedDate, undefined);
    });

    it('keeps the day of the last access and the time of the last change', async () => {
      await get();
      now += 1000;
      await put('second');
      const described = await client.send(new DescribeSecretCommand({ SecretId: 'dev/momento' }));
      assert.deepEqual(described.LastAccessedDate, new Date('2026-07-10T00:00:00Z'));
      assert.deepEqual(described.LastChangedDate, new Date('2026-07-10T12:00:01Z'));
      assert.equal(described.Description, 'signs deliveries');
    });
  });
});
