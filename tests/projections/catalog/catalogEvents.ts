/** A small catalog as events: a cinema in Paris and one in Lyon, a few films, showtimes on two days. */
import type { AnyEvent } from '../../../src/domain/kernel/decider.ts';
import type { EventStore, Position } from '../../../src/ports/EventStore.ts';
import { iso, minutes, scheduledData, smallHall, uuid } from '../../support/showtimes.ts';
import { appendEvents } from '../appendEvents.ts';

export const nowMs = Date.parse('2026-12-01T12:00:00.000Z');

export const movie = (n: number, title: string, more: object = {}): readonly [string, AnyEvent] => [
  `movie-${uuid(n)}`,
  {
    type: 'MovieRegistered',
    data: { movieId: uuid(n), title, runtimeMinutes: 100, genres: ['Drama'], ...more },
  },
];

export const theater = (n: number, name: string, more: object = {}): readonly [string, AnyEvent] => [
  `theater-${uuid(n)}`,
  {
    type: 'TheaterOpened',
    data: {
      theaterId: uuid(n),
      name,
      city: 'Paris',
      country: 'FR',
      location: { lat: 48.8566, lng: 2.3522 },
      timeZone: 'Europe/Paris',
      ...more,
    },
  },
];

export const hallBuilt = (n: number, theaterNumber: number, name: string): AnyEvent => ({
  type: 'HallBuilt',
  data: { hallId: uuid(n), theaterId: uuid(theaterNumber), name, loneSeatRule: 'warn', cleaningMinutes: 20 },
});

export const layoutDrawn = (n: number, version: number, seats = smallHall): AnyEvent => ({
  type: 'LayoutDrawn',
  data: { hallId: uuid(n), version, focalPoint: { x: 3, y: 2 }, seats },
});

export const scheduled = (n: number, startsAtMs: number, more: object = {}): AnyEvent => ({
  type: 'ShowtimeScheduled',
  data: scheduledData({
    showtimeId: uuid(n),
    startsAt: iso(startsAtMs),
    endsAt: iso(startsAtMs + minutes(120)),
    salesCloseAt: iso(startsAtMs + minutes(15)),
    ...more,
  }),
});

export const salesOpened: AnyEvent = { type: 'SalesOpened', data: {} };
export const salesClosed: AnyEvent = { type: 'SalesClosed', data: {} };
export const cancelled: AnyEvent = { type: 'ShowtimeCancelled', data: { reason: { box: 'projector' } } };

/** A showtime on sale. */
export const show = async (
  store: EventStore,
  n: number,
  startsAtMs: number,
  more: object = {},
): Promise<Position> =>
  await appendEvents(store, `showtime-${uuid(n)}`, scheduled(n, startsAtMs, more), salesOpened);
