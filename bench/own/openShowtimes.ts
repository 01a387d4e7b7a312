/** Showtimes on sale as the staff API makes them, written into a log without it. */
import { randomUUID } from 'node:crypto';
import { encodeEvent } from '../../src/domain/kernel/eventDefinition.ts';
import { streamOf } from '../../src/domain/kernel/streams.ts';
import { type ShowtimeEvent, showtimeEvents } from '../../src/domain/showtime/events.ts';
import { showtimeAggregate } from '../../src/domain/showtime/showtimeAggregate.ts';
import type { EventStore } from '../../src/ports/EventStore.ts';
import { iso, minutes, onSale, seat } from '../../tests/support/showtimes.ts';
import { seatsPerRow } from '../stage.ts';

const dayMs = 86_400_000;

/** `drawings`: halls that are drawn otherwise; the showtimes take turns. */
export const openShowtimes = async (
  events: Pick<EventStore, 'append'>,
  showtimeIds: readonly string[],
  seatIds: readonly string[],
  drawings = 1,
): Promise<void> => {
  const startsAtMs = Date.now() + dayMs;
  const startsAt = iso(startsAtMs);
  const times = {
    startsAt,
    endsAt: iso(startsAtMs + minutes(90)),
    salesCloseAt: iso(startsAtMs + minutes(15)),
  };
  const seats = seatIds.map((id, place) => {
    const number = (place % seatsPerRow) + 1;
    return { ...seat(id.slice(0, 2), number), id, x: number, y: Math.floor(place / seatsPerRow) + 1 };
  });
  for (const [place, showtimeId] of showtimeIds.entries()) {
    const away = place % drawings;
    const correlationId = randomUUID();
    const actor = { role: 'admin' } as const;
    await events.append({
      stream: streamOf(showtimeAggregate, showtimeId),
      expected: 'no-stream',
      events: onSale({
        showtimeId,
        seats: seats.map((each) => ({ ...each, y: each.y + away })),
        ...times,
      }).map((event) => ({
        id: randomUUID(),
        ...encodeEvent<ShowtimeEvent>(showtimeEvents, event),
        at: iso(Date.now()),
        metadata: { correlationId, causationId: correlationId, actor },
      })),
    });
  }
};
