/** A pipe from an SQS queue to an event bus, the only kind that the local run carries out. */
export interface PipeDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  readonly roleArn: string;
  /** ARN of the queue. */
  readonly source: string;
  /** ARN of the bus. */
  readonly target: string;
  readonly desiredState: 'RUNNING' | 'STOPPED';
  /** What the event's detail is made of, with JSON paths in angle brackets. */
  readonly inputTemplate: string;
  readonly eventBus: EventBusParameters;
}

/** Each a value, or a JSON path to one that begins with `$`. */
interface EventBusParameters {
  readonly source: string;
  readonly detailType: string;
  /** A JSON path always; the event's time is that of PutEvents without it. */
  readonly time?: string;
}
