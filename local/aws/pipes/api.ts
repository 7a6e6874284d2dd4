import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation, type Service } from '../service.ts';
import type { PipeDeclaration } from './declaration.ts';

/** The API of EventBridge Pipes, as far as it describes a pipe. */
export function pipesService(pipes: readonly PipeDeclaration[], now: () => number = Date.now): Service {
  const startedAt = now();
  return {
    target: 'pipes',
    invalidInput: 'ValidationException',
    reads: { '/v1/pipes/{Name}': 'DescribePipe' },
    operations: { DescribePipe: describePipe(pipes, startedAt) },
  };
}

function describePipe(pipes: readonly PipeDeclaration[], startedAt: number): Operation {
  return operation(z.strictObject({ Name: z.string() }), ({ Name }) => {
    const pipe = pipes.find(({ name }) => name === Name);
    if (!pipe) throw new AwsError('NotFoundException', `Pipe ${Name} does not exist.`, 404);
    const { source, detailType, time } = pipe.eventBus;
    const startedSeconds = startedAt / 1000;
    return {
      Name: pipe.name,
      Arn: pipe.arn,
      Description: pipe.description,
      Source: pipe.source,
      Target: pipe.target,
      DesiredState: pipe.desiredState,
      CurrentState: pipe.desiredState,
      CreationTime: startedSeconds,
      LastModifiedTime: startedSeconds,
      RoleArn: pipe.roleArn,
      SourceParameters: { SqsQueueParameters: { BatchSize: 1 } },
      TargetParameters: {
        EventBridgeEventBusParameters: { Source: source, DetailType: detailType, Time: time },
        InputTemplate: pipe.inputTemplate,
      },
    };
  });
}
