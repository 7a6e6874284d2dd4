import type { FunctionConfiguration } from '../function-configuration.ts';
import type { PlatformEvent } from './platform-event.ts';
import { recordOf } from './record.ts';

/** Writes Lambda's own events of one environment into its log stream, except those below the function's system log level. */
export function platformLog(
  configuration: FunctionConfiguration,
  stream: string,
  write: (stream: string, message: string) => void,
): (event: PlatformEvent) => void {
  return (event) => {
    if (severity[levelOf(event)] < severity[configuration.systemLogLevel ?? 'INFO']) return;
    const record = recordOf(event, configuration, stream);
    write(stream, JSON.stringify({ time: new Date().toISOString(), type: event.type, record }));
  };
}

const severity = { DEBUG: 0, INFO: 1, WARN: 2 } as const;

/** AWS's "System log level event mapping" (developer guide, log-level filtering). */
function levelOf(event: PlatformEvent): keyof typeof severity {
  switch (event.type) {
    case 'platform.initStart': // its runtimeVersion is set
    case 'platform.start':
      return 'INFO';
    case 'platform.report':
      return event.status === 'success' ? 'INFO' : 'WARN';
    default:
      return event.status === 'success' ? 'DEBUG' : 'WARN';
  }
}
