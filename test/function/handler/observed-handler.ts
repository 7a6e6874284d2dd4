import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { Secrets } from '../../../function/delivery/secrets.ts';
import type { Telemetry } from '../../../function/telemetry/telemetry.ts';
import { answered, context } from '../harness/deliveries.ts';
import { executionEnvironment } from '../harness/execution-environment.ts';
import { recorder } from '../harness/recorder.ts';

/** The handler, for each test of the block that calls this: how it is set up, and where what it does can be seen. */
export function observedHandler() {
  const { aws, handlerWith } = executionEnvironment();
  return {
    aws,
    setUp(overrides: { readonly telemetry?: Partial<Telemetry>; readonly secrets?: Secrets } = {}) {
      const telemetry = recorder(overrides.telemetry);
      const handler = handlerWith(telemetry, overrides.secrets);
      return { telemetry, deliver: async (event: LambdaFunctionURLEvent) => answered(await handler(event, context)) };
    },
    /** What was put on the bus, oldest first. */
    entries: () => aws.requests('PutEvents').map(({ input }) => (input.Entries as Record<string, string>[])[0]),
  };
}
