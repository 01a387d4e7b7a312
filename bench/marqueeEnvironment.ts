/** What the program is measured with: the embedded shape, whatever engines the caller's environment names. */
export const marqueeEnvironment = {
  EVENT_LOG: undefined,
  DATABASE_URL: undefined,
  EVENTSTORE_URL: undefined,
  REDIS_URL: undefined,
  ELASTICSEARCH_URL: undefined,
  MARQUEE_SECRET: undefined,
  LOG_LEVEL: undefined,
  DEMO_CATALOG: 'off',
  RATE_LIMIT_PER_MINUTE: '0',
} as const;

/** Limits as they are where strangers come, with the load generator in the place of a proxy. */
export const limitedEnvironment = {
  RATE_LIMIT_PER_MINUTE: '6000',
  LIMIT_LOOPBACK: 'on',
  TRUST_PROXY: '1',
} as const;
