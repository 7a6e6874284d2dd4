/** Stands in for `@aws-sdk/credential-provider-node`: Lambda's credentials are in the environment, and nowhere else. */
export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';
