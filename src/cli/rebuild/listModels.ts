import type { Stores } from '../../composition/engine/openStores.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { EventStore } from '../../ports/EventStore.ts';
import type { ReadStore } from '../../ports/ReadStore.ts';
import { modelStanding } from '../../projections/engine/modelStanding.ts';
import { targets } from './targets.ts';

const nameColumns = 14;

const seconds = (lagMs: number | undefined): string =>
  lagMs === undefined ? 'lag unknown' : `${(lagMs / 1_000).toFixed(1)} s behind`;

export const listModels = async (
  stores: Pick<Stores, 'sharedSeatMaps' | 'elasticsearch'> & {
    readonly events: EventStore;
    readonly readStore: ReadStore;
  },
  clock: Clock,
): Promise<readonly string[]> => {
  const told: Readonly<Record<'seat-maps' | 'search-index', string>> = {
    'seat-maps': stores.sharedSeatMaps === undefined ? 'kept by each node: no REDIS_URL' : 'in Redis',
    'search-index':
      stores.elasticsearch === undefined ? 'search is in Postgres: no ELASTICSEARCH_URL' : 'in Elasticsearch',
  };
  return await Promise.all(
    targets.map(async (target) => {
      const name = target.name.padEnd(nameColumns);
      if (target.kind !== 'model') return `${name} ${told[target.kind]}`;
      const standing = await modelStanding(target.projection, { ...stores, clock });
      if (standing === undefined) return `${name} not there`;
      const { position, lagMs, parked } = standing;
      return `${name} ${position}  ${seconds(lagMs)}${parked === 0 ? '' : `, ${parked} streams parked`}`;
    }),
  );
};
