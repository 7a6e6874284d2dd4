import type { FunctionConfiguration } from '../function-configuration.ts';

/**
 * The whole environment of a function's process: nothing of the machine's own gets in. Order is AWS's: the function may
 * override what the developer guide calls unreserved ("Defined runtime environment variables") and never the rest.
 */
export function lambdaEnvironmentVariables(
  configuration: FunctionConfiguration,
  stream: string,
  runtimeApi: string,
  extra: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...unreserved, ...configuration.environment, ...reserved(configuration, stream, runtimeApi), ...extra };
}

// No LD_LIBRARY_PATH and NODE_PATH: on AWS they name folders of the Lambda image, here they would reach the machine's.
const unreserved = {
  LANG: 'en_US.UTF-8',
  TZ: ':UTC',
  PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
  AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
  // On AWS a link-local address; segments must not leave this machine.
  AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
};

function reserved(configuration: FunctionConfiguration, stream: string, runtimeApi: string): Record<string, string> {
  return {
    _HANDLER: configuration.handler,
    AWS_REGION: configuration.region,
    AWS_DEFAULT_REGION: configuration.region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: configuration.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(configuration.memoryMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: configuration.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: stream,
    AWS_LAMBDA_LOG_FORMAT: 'JSON',
    AWS_LAMBDA_LOG_LEVEL: configuration.applicationLogLevel ?? 'INFO',
    // Well-formed and worthless: the SDK signs with them, the local AWS does not look.
    AWS_ACCESS_KEY_ID: 'ASIALOCALLOCALLOCAL0',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    LAMBDA_TASK_ROOT: configuration.codeDirectory,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
  };
}
