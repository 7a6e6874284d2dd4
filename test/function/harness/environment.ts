/** Environment variables that change what Powertools, the X-Ray SDK and the AWS SDK do. */
const ours = [
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_LOG_LEVEL',
  'AWS_PROFILE',
  'LAMBDA_TASK_ROOT',
  'POWERTOOLS_DEV',
  'POWERTOOLS_LOG_LEVEL',
  '_X_AMZN_TRACE_ID',
];

/** Sets environment variables, and unsets those that the machine may have set, until they are given back. */
export function environment(variables: Readonly<Record<string, string>>) {
  const saved = new Map<string, string | undefined>();
  return {
    set(): void {
      for (const name of [...ours, ...Object.keys(variables)]) {
        saved.set(name, process.env[name]);
        delete process.env[name];
      }
      Object.assign(process.env, variables);
    },
    reset(): void {
      for (const [name, value] of saved) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}
