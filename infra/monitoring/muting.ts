import type { Names } from '../names.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MuteTargets.html */
const mostTargets = 100;

/**
 * Commands to paste before and after a deployment that may ring: for an hour from now none of these alarms tells anyone,
 * and then it ends by itself. `date` has the minute on every Unix; a rule goes by whole ones, in UTC. A large stack needs
 * several rules.
 */
export function mutingCommands(names: Names, region: string, alarmNames: readonly string[]) {
  const rules = Array.from({ length: Math.ceil(alarmNames.length / mostTargets) }, (_, index) => ({
    name: names.physical(255, 'muted', ...(index === 0 ? [] : [String(index + 1)])),
    targets: alarmNames.slice(index * mostTargets, (index + 1) * mostTargets),
  }));
  const forEach = (command: (rule: (typeof rules)[number]) => string) => rules.map(command).join(' && ');
  return {
    mute: forEach(
      ({ name, targets }) =>
        `aws cloudwatch put-alarm-mute-rule --region ${region} --name ${name}` +
        ' --rule "Schedule={Expression=at($(date -u +%Y-%m-%dT%H:%M)),Duration=PT1H}"' +
        ` --mute-targets AlarmNames=${targets.join(',')}`,
    ),
    unmute: forEach(
      ({ name }) => `aws cloudwatch delete-alarm-mute-rule --region ${region} --alarm-mute-rule-name ${name}`,
    ),
  };
}
