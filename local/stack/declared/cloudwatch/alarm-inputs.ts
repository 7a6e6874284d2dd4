import { z } from 'zod';
import type { AlarmDeclaration } from '../../../aws/cloudwatch/alarms/declaration.ts';

/** The inputs that the AWS provider has for metric and composite alarms alike, but for their name. */
export const alarmInputs = {
  arn: z.string(),
  alarmDescription: z.string().optional(),
  actionsEnabled: z.boolean().default(true),
  okActions: z.array(z.string()).default([]),
  alarmActions: z.array(z.string()).default([]),
  insufficientDataActions: z.array(z.string()).default([]),
};

/** The same by the names of CloudWatch's own API. */
export function alarmDeclaration(name: string, inputs: z.output<z.ZodObject<typeof alarmInputs>>): AlarmDeclaration {
  const { arn, alarmDescription, actionsEnabled, okActions, alarmActions, insufficientDataActions } = inputs;
  return {
    AlarmName: name,
    AlarmArn: arn,
    ...(alarmDescription !== undefined && { AlarmDescription: alarmDescription }),
    ActionsEnabled: actionsEnabled,
    OKActions: okActions,
    AlarmActions: alarmActions,
    InsufficientDataActions: insufficientDataActions,
  };
}
