import { AwsError } from '../aws-error.ts';
import { invalidParameter } from './errors.ts';
import { LogGroup, type LogGroupDeclaration, type LogStream } from './log-group.ts';

export class LogGroups {
  /** In the order of their names, as CloudWatch Logs lists them. */
  readonly all: readonly LogGroup[];

  constructor(declared: readonly LogGroupDeclaration[], maximumBytes: number, clock: () => number) {
    this.all = declared
      .map((group) => new LogGroup(group, maximumBytes, clock))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** By the one of `logGroupName` and `logGroupIdentifier` (a name or an ARN) that a request gives. */
  of(request: { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined }) {
    const { logGroupName, logGroupIdentifier } = request;
    if (logGroupName !== undefined && logGroupIdentifier !== undefined) {
      throw new AwsError('ValidationException', 'LogGroup name and LogGroup ARN are mutually exclusive parameters.');
    }
    const given = logGroupName ?? logGroupIdentifier?.replace(/:\*$/, '');
    if (given === undefined) throw invalidParameter('Either logGroupName or logGroupIdentifier is required.');
    const isArn = logGroupIdentifier !== undefined;
    const group = this.all.find(({ name, arn }) => name === given || (isArn && arn === given));
    if (group) return group;
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
}

export function streamOf(group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name);
  if (stream) return stream;
  throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
}
