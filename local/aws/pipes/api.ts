import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { page } from '../paging.ts';
import { type Operation, operation, type Service } from '../service.ts';
import type { PipeDeclaration } from './declaration.ts';

const listInput = z.strictObject({
  NamePrefix: z.string().default(''),
  SourcePrefix: z.string().default(''),
  TargetPrefix: z.string().default(''),
  // From the query of the URL, where everything is text.
  Limit: z.coerce.number().int().min(1).max(100).default(100),
  NextToken: z.string().optional(),
});

/** The API of EventBridge Pipes, as far as it says which pipes there are. */
export function pipesService(pipes: readonly PipeDeclaration[], now: () => number = Date.now): Service {
  const startedAt = now();
  return {
    target: 'pipes',
    invalidInput: 'ValidationException',
    reads: { '/v1/pipes': 'ListPipes', '/v1/pipes/{Name}': 'DescribePipe' },
    operations: { ListPipes: listPipes(pipes, startedAt), DescribePipe: describePipe(pipes, startedAt) },
  };
}

function listPipes(pipes: readonly PipeDeclaration[], startedAt: number): Operation {
  return operation(listInput, ({ NamePrefix, SourcePrefix, TargetPrefix, Limit, NextToken }) => {
    const wanted = pipes.filter(
      ({ name, source, target }) =>
        name.startsWith(NamePrefix) && source.startsWith(SourcePrefix) && target.startsWith(TargetPrefix),
    );
    const listed = page(wanted, ({ name }) => name, Limit, NextToken);
    if (!listed) throw new AwsError('ValidationException', 'NextToken is not one that ListPipes gave.');
    return { Pipes: listed.items.map((pipe) => summary(pipe, startedAt)), NextToken: listed.nextToken };
  });
}

function describePipe(pipes: readonly PipeDeclaration[], startedAt: number): Operation {
  return operation(z.strictObject({ Name: z.string() }), ({ Name }) => {
    const pipe = pipes.find(({ name }) => name === Name);
    if (!pipe) throw new AwsError('NotFoundException', `Pipe ${Name} does not exist.`, 404);
    const { source, detailType, time } = pipe.eventBus;
    return {
      ...summary(pipe, startedAt),
      Description: pipe.description,
      RoleArn: pipe.roleArn,
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      TargetParameters: {
        EventBridgeEventBusParameters: { Source: source, DetailType: detailType, Time: time },
        InputTemplate: pipe.inputTemplate,
      },
    };
  });
}

function summary({ name, arn, source, target, desiredState }: PipeDeclaration, startedAt: number) {
  return {
    Name: name,
    Arn: arn,
    Source: source,
    Target: target,
    DesiredState: desiredState,
    CurrentState: desiredState,
    CreationTime: startedAt / 1000,
    LastModifiedTime: startedAt / 1000,
  };
}
