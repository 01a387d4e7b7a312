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
