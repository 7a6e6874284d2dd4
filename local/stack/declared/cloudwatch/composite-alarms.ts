import { z } from 'zod';
import type { CompositeAlarmDeclaration } from '../../../aws/cloudwatch/alarms/declaration.ts';
import type { Graph } from '../../program/graph.ts';
import { read } from '../read.ts';
import { alarmDeclaration, alarmInputs } from './alarm-inputs.ts';

export function compositeAlarmsOf(graph: Graph): readonly CompositeAlarmDeclaration[] {
  return read(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm', compositeInputs).map(compositeDeclaration);
}

/** The inputs of a CompositeAlarm that the local run carries out, as the AWS provider names them. */
const compositeInputs = {
  alarmName: z.string(),
  ...alarmInputs,
  alarmRule: z.string(),
  actionsSuppressor: z
    .object({ alarm: z.string(), waitPeriod: z.int().min(0), extensionPeriod: z.int().min(0) })
    .optional(),
};

function compositeDeclaration(inputs: z.output<z.ZodObject<typeof compositeInputs>>): CompositeAlarmDeclaration {
  const { alarmName, alarmRule, actionsSuppressor } = inputs;
  return {
    ...alarmDeclaration(alarmName, inputs),
    AlarmRule: alarmRule,
    ...(actionsSuppressor && {
      ActionsSuppressor: actionsSuppressor.alarm,
      ActionsSuppressorWaitPeriod: actionsSuppressor.waitPeriod,
      ActionsSuppressorExtensionPeriod: actionsSuppressor.extensionPeriod,
    }),
  };
}
