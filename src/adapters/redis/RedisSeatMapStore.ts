/** Two keys per showtime with one hash tag: a script's keys must be in one slot of a cluster. */
import type { Redis } from 'ioredis';
import { type SeatMapChange, seatMapMadeBy } from '../../domain/showtime/seatMap.ts';
import {
  type SeatMapApplied,
  SeatMapStoreUnavailable,
  type SharedSeatMapStore,
} from '../../ports/SeatMapStore.ts';
import type { AdapterLogger } from '../AdapterLogger.ts';
import { openConnection } from './openConnection.ts';
import { applySeatMapChangeLua, putSeatMapLua } from './seatMapScripts.ts';
import { changeOfMessage, fieldsOf, seatMapOfFields } from './storedSeatMap.ts';

const lifetimeMs = 24 * 3_600_000;

interface Scripted {
  putSeatMap(...args: readonly (string | number)[]): Promise<unknown>;
  applySeatMapChange(...args: readonly (string | number)[]): Promise<unknown>;
}

export interface RedisSeatMapOptions {
  readonly url: string;
  /** Part of the keys, so that logs can share a server. */
  readonly logId: string;
  readonly logger: AdapterLogger;
}

const withScripts = (client: Redis): Redis & Scripted => {
  client.defineCommand('putSeatMap', { numberOfKeys: 2, lua: putSeatMapLua });
  client.defineCommand('applySeatMapChange', { numberOfKeys: 2, lua: applySeatMapChangeLua });
  return client as Redis & Scripted;
};

const unavailable = (cause: unknown): SeatMapStoreUnavailable =>
  new SeatMapStoreUnavailable(`Redis: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });

const isApplied = (answer: unknown): answer is SeatMapApplied =>
  answer === 'applied' || answer === 'known' || answer === 'gap' || answer === 'absent';

export const openRedisSeatMapStore = ({ url, logId, logger }: RedisSeatMapOptions): SharedSeatMapStore => {
  const commands = openConnection(url, 'seat-maps', logger);
  const hearing = openConnection(url, 'seat-map-changes', logger);
  const client = withScripts(commands.client);
  const channel = `marquee:seat-maps:${logId}`;
  const listeners = new Set<(change: SeatMapChange) => void>();

  // The client resubscribes after a loss; this is for the first connection.
  hearing.client.once('ready', () => {
    hearing.client.subscribe(channel).catch((error: unknown) => {
      logger.warn({ err: error, channel }, 'changes of seat maps by other nodes are not heard');
    });
  });
  hearing.client.on('message', (_channel: string, message: string) => {
    const change = changeOfMessage(message);
    if (change === undefined) return;
    for (const listener of listeners) listener(change);
  });

  /** Fails at once while Redis is known to be unavailable. */
  const ask = async <Answer>(asking: () => Promise<Answer>): Promise<Answer> => {
    if (commands.isAway()) throw unavailable('away');
    try {
      return await asking();
    } catch (error) {
      throw unavailable(error);
    }
  };

  const keysOf = (showtimeId: string): readonly [string, string] => {
    const tag = `{showtime-${showtimeId}}`;
    const kept = `${seatMapMadeBy}:${logId}`;
    return [`${tag}:map:${kept}`, `${tag}:places:${kept}`];
  };

  return {
    read: async (showtimeId) => seatMapOfFields(await ask(() => client.hgetall(keysOf(showtimeId)[0]))),
    put: async (map) => {
      const fields = fieldsOf(map);
      const args = [map.revision, lifetimeMs, fields.length / 2, ...fields, ...map.drawing.ids];
      const answer = await ask(() => client.putSeatMap(...keysOf(map.showtimeId), ...args));
      return answer === 'older' ? 'older' : 'stored';
    },
    apply: async (change) => {
      const { showtimeId, after, revision, changes } = change;
      const args = [after, revision, lifetimeMs, channel, JSON.stringify(change), ...changes.flat()];
      const answer = await ask(() => client.applySeatMapChange(...keysOf(showtimeId), ...args));
      if (!isApplied(answer)) throw new Error(`the script answered ${String(answer)}`);
      return answer;
    },
    forget: async (showtimeId) => {
      await ask(() => client.del(...keysOf(showtimeId)));
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isAway: commands.isAway,
    close: async () => {
      await Promise.all([commands.close(), hearing.close()]);
    },
  };
};
