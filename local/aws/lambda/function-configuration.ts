/** What Lambda knows of a function, as its resource in the stack configures it. */
export interface FunctionConfiguration {
  readonly name: string;
  readonly arn: string;
  /** As Lambda names it, e.g. `index.handler`. */
  readonly handler: string;
  /** Absolute path of the unpacked code. */
  readonly codeDirectory: string;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly architecture: string;
  readonly region: string;
  readonly environment: Readonly<Record<string, string>>;
  /** At most so many invocations at a time; 0 throttles every one; negative (Pulumi's default) reserves none. */
  readonly reservedConcurrency: number;
  readonly logGroup: string;
  /** Default INFO. */
  readonly applicationLogLevel?: string;
  /** Default INFO. */
  readonly systemLogLevel?: 'DEBUG' | 'INFO' | 'WARN';
  readonly tracing: 'Active' | 'PassThrough';
}

/** One event of the function's log group. */
export interface FunctionLogLine {
  readonly stream: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}
