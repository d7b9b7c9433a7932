import { fromEnv, FromEnvInit } from '@aws-sdk/credential-provider-env';

/**
 * Stands in for `@aws-sdk/credential-provider-node` in the bundles. A function has its credentials in its environment; the
 * providers for profiles, SSO, processes and instance metadata are 140 kB that no function ever runs.
 */
export const defaultProvider = (init?: FromEnvInit) => fromEnv(init);
