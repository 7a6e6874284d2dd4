/** Settings of every SDK client: what is set here the SDK need not look for in files that Lambda does not have. */
export const clientSettings = {
  retryMode: 'standard',
  defaultsMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
} as const;
