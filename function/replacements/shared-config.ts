/** Stands in for the AWS SDK's reader of `~/.aws/config` and `~/.aws/credentials`, which Lambda does not have. */
export function loadSharedConfigFiles() {
  return Promise.resolve({ configFile: {}, credentialsFile: {} });
}

/** What joins section and name of a profile there. */
export const CONFIG_PREFIX_SEPARATOR = '.';
