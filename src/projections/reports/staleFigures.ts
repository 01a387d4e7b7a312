import type { Position } from '../../ports/EventStore.ts';
import type { StaleStream, StaleStreams } from '../engine/staleStreams.ts';
import type { FigureScope, SettlementQueries } from './settlementQueries.ts';

/** Since when figures up to a position lack events of a parked stream; undefined when they lack none. Throws as queries do. */
export type StaleFigures = (scope: FigureScope, upTo: Position) => Promise<StaleStream | undefined>;

export const staleFigures =
  (parked: StaleStreams, { leftOut }: Pick<SettlementQueries, 'leftOut'>): StaleFigures =>
  async (scope, upTo) => {
    const streams = await parked();
    if (streams.size === 0) return undefined;
    for (const { stream, position } of await leftOut(scope)) {
      const stale = streams.get(stream);
      if (stale !== undefined && position <= upTo) return stale;
    }
    return undefined;
  };
