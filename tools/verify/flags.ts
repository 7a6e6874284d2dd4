import { endpointOf } from '../aws-access.ts';
import { FlagError, parseFlags } from '../command-line/flags.ts';

export interface Flags {
  readonly stack: string;
  readonly region: string | undefined;
  /** Where AWS is; AWS itself without it. */
  readonly endpoint: string | undefined;
  /** Whether it only looks: nothing is sent, and nothing made. */
  readonly isReadOnly: boolean;
  readonly json: boolean;
}

const usage = `Checks a deployed stack against what its program declares, and follows test deliveries through it.

  npm run verify -- --stack NAME [flags]

  --stack NAME         the stack, Pulumi.NAME.yaml
  --region REGION      of the stack (the one of its settings)
  --endpoint-url URL   where AWS is (AWS_ENDPOINT_URL, or else AWS itself); npm start prints the local one
  --read-only          only look: send nothing, and make nothing
  --json               a line of JSON for each check, and one at the end
  --help               this text

It names whose credentials it uses first. Each check is ok, or a problem with what to do, or was not made and why.

In production: of each source it sends one delivery that is signed and one that is not, and puts one message on the parking
queue. The events have the detail-type webhook-bridge-verify where the sender's scheme has a place for it, and always a
field webhook-bridge-verify in detail.data; the archive keeps them, and rules that match them get them: the check "rules"
says which, before anything is sent. To see the events on the bus it makes a queue and a rule of its own, and takes them
away at the end and on Ctrl-C; what a killed run left is taken away by the next, an hour later.

On AWS your credentials want, to look: sts:GetCallerIdentity, lambda:GetFunctionUrlConfig and GetFunctionConcurrency,
secretsmanager:GetSecretValue, pipes:DescribePipe, cloudwatch:DescribeAlarms, ListAlarmMuteRules, GetAlarmMuteRule and
ListDashboards, sns:ListSubscriptionsByTopic; and else as well: events:ListRules, ListTargetsByRule, TestEventPattern,
PutRule, PutTargets, RemoveTargets, DeleteRule and PutEvents, sqs:CreateQueue, ListQueues, ReceiveMessage, DeleteMessage,
DeleteQueue, GetQueueUrl and SendMessage, logs:FilterLogEvents, cloudwatch:GetMetricStatistics, xray:BatchGetTraces.
Exit status 0 when all is ok, 1 when there is a problem, 2 when the command line was wrong, 130 on Ctrl-C.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[], environment: NodeJS.ProcessEnv): Flags | string {
  const given = parseFlags(args, options, 'npm run verify');
  if (given.help) return usage;
  if (given.stack === undefined) throw new FlagError('--stack is missing; npm run verify -- --help lists the flags');
  return {
    stack: given.stack,
    region: given.region,
    endpoint: endpointOf(given['endpoint-url'], environment),
    isReadOnly: given['read-only'] ?? false,
    json: given.json ?? false,
  };
}

const options = {
  stack: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
  'read-only': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;
