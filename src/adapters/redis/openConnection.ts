/** Commands fail at once without a connection, and after half a second without an answer. The client reconnects. */
import { Redis } from 'ioredis';
import type { AdapterLogger } from '../AdapterLogger.ts';

const commandTimeoutMs = 500;
const reconnectMaxMs = 1_000;
const reconnectStepMs = 50;
const presencePollMs = 1_000;

export interface RedisConnection {
  readonly client: Redis;
  isAway(): boolean;
  close(): Promise<void>;
}

export const openConnection = (url: string, name: string, logger: AdapterLogger): RedisConnection => {
  const client = new Redis(url, {
    connectionName: `marquee-${name}`,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 2_000,
    retryStrategy: (attempt) => Math.min(attempt * reconnectStepMs, reconnectMaxMs),
  });
  let away = true;
  let told: boolean | undefined;

  const saw = (isAway: boolean, why?: unknown): void => {
    away = isAway;
    if (told === isAway) return;
    told = isAway;
    if (isAway) logger.warn({ connection: name, err: why }, 'Redis is away');
    else logger.info({ connection: name }, 'Redis answers');
  };
  client.on('ready', () => saw(false));
  client.on('close', () => saw(true));
  client.on('error', (error: unknown) => saw(true, error));

  const look = async (): Promise<void> => {
    try {
      await client.ping();
      saw(false);
    } catch (error) {
      saw(true, error);
    }
  };
  const presence = setInterval(() => void look(), presencePollMs);
  presence.unref();

  return {
    client,
    isAway: () => away,
    close: async () => {
      clearInterval(presence);
      client.disconnect();
    },
  };
};
