/**
 * Seats as an event-sourced stream per showtime on emmett's Postgres event store, through its own command handler, which
 * tries again when the version it decided on is no longer current. A peer as bench/peers/Peer.ts describes it.
 */
import { randomUUID } from 'node:crypto';
import { CommandHandler } from '@event-driven-io/emmett';
import { getPostgreSQLEventStore } from '@event-driven-io/emmett-postgresql';

const retriesMax = 200;
const holdMs = 10 * 60_000;

const evolve = (state, { type, data }) => {
  const next = new Map(state);
  for (const seatId of data.seatIds) {
    if (type === 'SeatsHeld') next.set(seatId, { holdId: data.holdId, expiresAt: data.expiresAt });
    else next.delete(seatId);
  }
  return next;
};

const handle = CommandHandler({
  evolve,
  initialState: () => new Map(),
  retry: { onVersionConflict: { retries: retriesMax, minTimeout: 1, maxTimeout: 20, factor: 1.5 } },
});

const streamOf = (showtimeId) => `showtime-${showtimeId}`;

const historyEventsPerAppend = 1_000;

/** Pairs of a hold and its release, all seats in turn. */
const heldAndGivenBack = (seatIds, count) =>
  Array.from({ length: count / 2 }, (_, at) => {
    const data = { holdId: randomUUID(), seatIds: [seatIds[at % seatIds.length]] };
    const expiresAt = new Date(Date.now() + holdMs).toISOString();
    return [
      { type: 'SeatsHeld', data: { ...data, expiresAt } },
      { type: 'SeatsReleased', data },
    ];
  }).flat();

export const emmett = async ({ url }) => {
  const store = getPostgreSQLEventStore(url);
  let seats = [];
  let showtimes = [];
  const stateOf = async (showtimeId) =>
    (await store.aggregateStream(streamOf(showtimeId), { evolve, initialState: () => new Map() })).state;
  return {
    prepare: async (showtimeIds, seatIds, historyEvents = 0) => {
      showtimes = showtimeIds;
      seats = seatIds;
      await store.schema.migrate();
      for (const showtimeId of showtimeIds) {
        for (let made = 0; made < historyEvents; made += historyEventsPerAppend)
          await store.appendToStream(streamOf(showtimeId), heldAndGivenBack(seatIds, historyEventsPerAppend));
      }
    },
    hold: async ({ showtimeId, holdId, seatIds, expiresAt }) => {
      let taken = [];
      await handle(store, streamOf(showtimeId), (state) => {
        const nowMs = Date.now();
        taken = seatIds.filter((seatId) => Date.parse(state.get(seatId)?.expiresAt ?? 0) > nowMs);
        if (taken.length > 0) return [];
        return [{ type: 'SeatsHeld', data: { holdId, seatIds, expiresAt: expiresAt.toISOString() } }];
      });
      return taken;
    },
    release: async (showtimeId, holdId) => {
      await handle(store, streamOf(showtimeId), (state) => {
        const seatIds = [...state].filter(([, held]) => held.holdId === holdId).map(([seatId]) => seatId);
        return seatIds.length === 0 ? [] : [{ type: 'SeatsReleased', data: { holdId, seatIds } }];
      });
    },
    seatMap: async (showtimeId) => {
      const state = await stateOf(showtimeId);
      return seats.map((seatId) => (state.has(seatId) ? 'H' : 'A')).join('');
    },
    held: async () => {
      const held = [];
      for (const showtimeId of showtimes) {
        for (const [seatId, { holdId }] of await stateOf(showtimeId))
          held.push({ showtimeId, seatId, owner: holdId });
      }
      return held;
    },
    close: () => store.close(),
  };
};
