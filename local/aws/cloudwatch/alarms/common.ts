import { z } from 'zod';
import type { AlarmDeclaration } from './watched.ts';

/** The inputs that the AWS provider has for metric and composite alarms alike, but for their name. */
export const commonInputs = {
  arn: z.string(),
  alarmDescription: z.string().optional(),
  actionsEnabled: z.boolean().default(true),
  okActions: z.array(z.string()).default([]),
  alarmActions: z.array(z.string()).default([]),
  insufficientDataActions: z.array(z.string()).default([]),
};

/** By the names that CloudWatch's own API has. */
export function commonDeclaration(name: string, inputs: z.output<z.ZodObject<typeof commonInputs>>): AlarmDeclaration {
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
