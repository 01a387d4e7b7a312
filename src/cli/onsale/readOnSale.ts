import { readEventsOf } from '../../commands/engine/readStream.ts';
import { demandAggregate } from '../../domain/demand/demandAggregate.ts';
import type { Foldable } from '../../domain/kernel/aggregate.ts';
import type { AnyEvent } from '../../domain/kernel/decider.ts';
import { showtimeAggregate } from '../../domain/showtime/showtimeAggregate.ts';
import { type EventStore, eventStoreLimits, type RecordedEvent } from '../../ports/EventStore.ts';
import { CommandRefused } from '../command/CommandRefused.ts';
import type { OnSale } from './OnSale.ts';

const eventsMax = 1_000_000;

type Reading = Pick<EventStore, 'readStream'>;

const wholeStream = async <Event extends AnyEvent>(
  aggregate: Pick<Foldable<unknown, Event>, 'category' | 'events'>,
  store: Reading,
  id: string,
): Promise<readonly (RecordedEvent & Event)[]> => {
  const maxCount = eventStoreLimits.readEventsMax;
  const found: (RecordedEvent & Event)[] = [];
  for (let fromRevision = 0; fromRevision < eventsMax; fromRevision += maxCount) {
    const { events, read } = await readEventsOf(aggregate, store, id, { fromRevision, maxCount });
    for (const event of events) found.push(event);
    if (read < maxCount) return found;
  }
  throw new CommandRefused(`${aggregate.category} ${id} has more than ${eventsMax} events`);
};

/** Throws CommandRefused, EventStoreUnavailable and UnreadableEvent. */
export const readOnSale = async (store: Reading, showtimeId: string): Promise<OnSale> => {
  const recorded = await wholeStream(showtimeAggregate, store, showtimeId);
  const [first] = recorded;
  if (first?.type !== 'ShowtimeScheduled') throw new CommandRefused(`there is no showtime ${showtimeId}`);
  if (!recorded.some(({ type }) => type === 'SeatsHeld'))
    throw new CommandRefused(`nobody has held seats of showtime ${showtimeId}: there is no sale to replay`);
  const lost = await wholeStream(demandAggregate, store, showtimeId);
  return {
    scheduled: first.data,
    events: recorded.map((event) => ({
      atMs: Date.parse(event.at),
      bySystem: event.metadata.actor.role === 'system',
      event,
    })),
    lost: lost.map(({ data }) => data),
  };
};
