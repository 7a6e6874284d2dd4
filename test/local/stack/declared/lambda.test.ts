import assert from 'node:assert/strict';
import { functionOf } from '../../../../local/stack/declared/lambda.ts';
import { resource } from './resource.ts';

function read(logFormat: string) {
  const arn = 'arn:aws:lambda:eu-west-1:000000000000:function:ingress';
  const inputs = { name: 'ingress', handler: 'index.handler', code: 'function.zip' };
  const loggingConfig = { logFormat, logGroup: '/aws/lambda/ingress', systemLogLevel: 'WARN' };
  return functionOf({
    resources: [
      resource('aws:lambda/function:Function', 'ingress', { ...inputs, loggingConfig }, { arn }),
      resource('aws:lambda/functionUrl:FunctionUrl', 'ingress', {}, { urlId: 'abc' }),
      resource('pulumi:providers:aws', 'aws', { region: 'eu-west-1' }),
    ],
    outputs: {},
  });
}

describe('the function that the program declares', () => {
  it('has what Lambda gives it where nothing is declared', () => {
    assert.deepEqual(read('JSON'), {
      name: 'ingress',
      arn: 'arn:aws:lambda:eu-west-1:000000000000:function:ingress',
      handler: 'index.handler',
      zip: 'function.zip',
      urlId: 'abc',
      timeoutSeconds: 3,
      memoryMb: 128,
      architecture: 'x86_64',
      region: 'eu-west-1',
      environment: {},
      reservedConcurrency: -1,
      tracing: 'PassThrough',
      logGroup: '/aws/lambda/ingress',
      systemLogLevel: 'WARN',
    });
  });

  it('is refused by name with the Text log format', () => {
    assert.throws(() => read('Text'), { message: /^urn:.*::ingress cannot run locally: .*logs in JSON alone/s });
  });
});
