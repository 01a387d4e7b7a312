/** Availability that folds the showtimes it is asked for from the log: never behind, with the model's own rules. */
import type { MemoryLog } from '../../../src/adapters/memory/MemoryEventStore.ts';
import { decodeEvent } from '../../../src/domain/kernel/eventDefinition.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { AvailabilityQueries } from '../../../src/projections/availability/availabilityQueries.ts';
import {
  evolveStanding,
  type StandingEvent,
  type StandingFold,
  standingDefinitions,
  standingOfFold,
} from '../../../src/projections/availability/evolveStanding.ts';
import type { ShowtimeStanding } from '../../../src/projections/availability/ShowtimeStanding.ts';

const standingOf = (log: MemoryLog, id: string): ShowtimeStanding | undefined => {
  const fold = (log.streams.get(`showtime-${id}`) ?? [])
    .filter(({ type }) => Object.hasOwn(standingDefinitions, type))
    .map((recorded) => decodeEvent<StandingEvent>(standingDefinitions, recorded))
    .reduce<StandingFold | undefined>(evolveStanding, undefined);
  return fold === undefined ? undefined : standingOfFold(fold);
};

export const foldedAvailability = (log: MemoryLog): AvailabilityQueries => {
  const head = () => log.events.at(-1)?.position ?? positionStart;
  return {
    position: async () => head(),
    waitFor: async () => head(),
    standings: async (ids) =>
      new Map(
        ids.flatMap((id) => {
          const standing = standingOf(log, id);
          return standing === undefined ? [] : [[id, standing] as const];
        }),
      ),
  };
};
