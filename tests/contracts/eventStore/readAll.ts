/** The event store's contract: reading the whole log page by page, filters, its head and its identity. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { EventFilter, Position } from '../../../src/ports/EventStore.ts';
import { positionStart } from '../../../src/ports/EventStore.ts';
import type { Opened } from '../eventStoreContract.ts';
import { appended, idsOf, lastOf, newCategory, newEvent, newEvents, newStream, readToEnd } from './given.ts';

/** Six events in four streams of two categories, and where the log stood before them. */
const given = async ({ store }: Opened) => {
  const after = await store.head();
  const category = newCategory();
  const near = `${category}s`;
  const streams = {
    a: `${category}-a`,
    dotted: `${category}-a.b`,
    undotted: `${category}-aXb`,
    near: `${near}-a`,
    bare: category,
  };
  const written = [
    { stream: streams.a, event: newEvent({ type: 'SeatsHeld' }) },
    { stream: streams.dotted, event: newEvent({ type: 'SeatsBooked' }) },
    { stream: streams.near, event: newEvent({ type: 'SeatsHeld' }) },
    { stream: streams.undotted, event: newEvent({ type: 'Seats' }) },
    { stream: streams.bare, event: newEvent({ type: 'Seats.eld' }) },
    { stream: streams.a, event: newEvent({ type: 'SeatsHeld.' }) },
  ] as const;
  const positions: Position[] = [];
  for (const { stream, event } of written) {
    positions.push((await appended(store, stream, 'any', [event])).position);
  }
  const idAt = (index: number): string => written[index]?.event.id ?? '';
  return { after, category, near, streams, written, positions, idAt };
};

export const readAllContract = (opened: Opened): void => {
  describe('readAll', () => {
    it('gives every event after the position, in order, whatever the page size', async () => {
      const { store } = opened;
      const { after, written, positions } = await given(opened);
      const ids = written.map(({ event }) => event.id);
      for (const maxCount of [1, 2, 5, 1_000]) {
        const { events } = await readToEnd(store, after, { maxCount });
        const ours = events.filter((event) => ids.includes(event.id));
        expect(ours.map(({ id, stream, position }) => ({ id, stream, position }))).toEqual(
          written.map(({ event, stream }, index) => ({ id: event.id, stream, position: positions[index] })),
        );
      }
      const whole = (await readToEnd(store, after, { maxCount: 1_000 })).events.find(
        ({ id }) => id === ids[0],
      );
      expect(whole).toEqual({
        ...written[0].event,
        stream: written[0].stream,
        revision: 0,
        position: positions[0],
      });
    });

    it('starts after the position, not at it', async () => {
      const { store } = opened;
      const { positions, written } = await given(opened);
      const { events } = await readToEnd(store, positions[2] ?? '', { maxCount: 2 });
      const ids = idsOf(written.map(({ event }) => event));
      expect(events.filter(({ id }) => ids.includes(id)).map(({ id }) => id)).toEqual(ids.slice(3));
    });

    const filters: readonly [
      string,
      (of: Awaited<ReturnType<typeof given>>) => EventFilter,
      readonly number[],
    ][] = [
      ['a category', ({ category }) => ({ categories: [category] }), [0, 1, 3, 4, 5]],
      ['two categories', ({ category, near }) => ({ categories: [near, category] }), [0, 1, 2, 3, 4, 5]],
      ['a stream', ({ streams }) => ({ streams: [streams.a] }), [0, 5]],
      ['a stream with a dot', ({ streams }) => ({ streams: [streams.dotted] }), [1]],
      ['two streams', ({ streams }) => ({ streams: [streams.near, streams.bare] }), [2, 4]],
      [
        'a category and types',
        ({ category }) => ({ categories: [category], types: ['SeatsHeld', 'Seats'] }),
        [0, 3],
      ],
      ['a type with a dot', ({ category }) => ({ categories: [category], types: ['Seats.eld'] }), [4]],
      ['a stream and a type', ({ streams }) => ({ streams: [streams.a], types: ['SeatsHeld.'] }), [5]],
      [
        'a stream and a category that do not meet',
        ({ streams, near }) => ({ streams: [streams.a], categories: [near] }),
        [],
      ],
      ['no type at all', ({ category }) => ({ categories: [category], types: [] }), []],
      ['no category at all', () => ({ categories: [] }), []],
    ];
    for (const [what, filterOf, indexes] of filters) {
      it(`filters by ${what}`, async () => {
        const { store } = opened;
        const log = await given(opened);
        const filter = filterOf(log);
        for (const maxCount of [1, 2, 100]) {
          const { events, next } = await readToEnd(store, log.after, { maxCount, filter });
          expect(idsOf(events)).toEqual(indexes.map(log.idAt));
          expect(next >= lastOf(log.positions)).toBe(true);
        }
      });
    }

    it('filters by type alone', async () => {
      const { store } = opened;
      const after = await store.head();
      const type = `Held${newCategory()}`;
      const held = newEvents(3, { type });
      await appended(store, newStream(), 'no-stream', [...newEvents(2, { type: `${type}s` }), ...held]);
      const { events } = await readToEnd(store, after, { maxCount: 2, filter: { types: [type] } });
      expect(idsOf(events)).toEqual(idsOf(held));
    });

    it('filters by id, cause, and what one request led to', async () => {
      const { store } = opened;
      const after = await store.head();
      const [request, other] = [randomUUID(), randomUUID()];
      const caused = (correlationId: string, causationId: string) =>
        newEvent({ metadata: { correlationId, causationId, actor: { role: 'guest' } } });
      const first = caused(request, request);
      const written = [first, caused(other, other), caused(request, first.id), caused(other, first.id)];
      await appended(store, newStream(), 'no-stream', written);
      const found = async (filter: EventFilter) => {
        const { events } = await readToEnd(store, after, { maxCount: 2, filter });
        return events.map(({ id }) => written.findIndex((event) => event.id === id));
      };
      expect(await found({ ids: [first.id, randomUUID()] })).toEqual([0]);
      expect(await found({ correlationIds: [request] })).toEqual([0, 2]);
      expect(await found({ correlationIds: [request, other] })).toEqual([0, 1, 2, 3]);
      expect(await found({ causationIds: [first.id] })).toEqual([2, 3]);
      expect(await found({ correlationIds: [other], causationIds: [first.id] })).toEqual([3]);
    });

    it('filters by the time of decision, which does not follow positions everywhere', async () => {
      const { store } = opened;
      const after = await store.head();
      const instants = ['01', '03', '02', '04', '03'].map((second) => `2026-11-21T18:30:${second}.000Z`);
      const events = instants.map((at) => newEvent({ at }));
      const stream = newStream();
      await appended(store, stream, 'no-stream', events);
      const bounds = { from: '2026-11-21T18:30:02.000Z', before: '2026-11-21T18:30:04.000Z' };
      for (const maxCount of [1, 100]) {
        const within = await readToEnd(store, after, {
          maxCount,
          filter: { streams: [stream], ...bounds },
        });
        expect(idsOf(within.events)).toEqual(idsOf([1, 2, 4].map((at) => events[at] ?? newEvent())));
      }
      const late = await readToEnd(store, after, { maxCount: 100, filter: { from: instants[3] ?? '' } });
      expect(idsOf(late.events.filter((event) => event.stream === stream))).toEqual(
        idsOf(events.slice(3, 4)),
      );
    });

    it('passes over a long stretch that the filter leaves out', async () => {
      const { store } = opened;
      const after = await store.head();
      const stream = newStream();
      await appended(store, newStream(), 'no-stream', newEvents(2_000));
      const events = newEvents(2);
      const { position } = await appended(store, stream, 'no-stream', events);
      await appended(store, newStream(), 'no-stream', newEvents(500));
      const read = await readToEnd(store, after, { maxCount: 10, filter: { streams: [stream] } });
      expect(idsOf(read.events)).toEqual(idsOf(events));
      expect(read.next > position).toBe(true);
    });

    it('from the end gives nothing and stays there', async () => {
      const { store } = opened;
      const filter = { streams: [newStream()] };
      const { next } = await readToEnd(store, await store.head(), { maxCount: 10, filter });
      const page = await store.readAll(next, { maxCount: 10, filter });
      expect(page.events).toEqual([]);
      expect(page.next >= next).toBe(true);
      expect(page.atEnd).toBe(true);
    });
  });

  describe('head', () => {
    it('is never behind an append that was answered, and reading on reaches it', async () => {
      const { store } = opened;
      const other = await opened.another();
      for (let round = 0; round < 5; round += 1) {
        const { position } = await appended(store, newStream(), 'no-stream', newEvents(3));
        for (const client of [store, other]) {
          const head = await client.head();
          expect(head >= position).toBe(true);
          const { next } = await readToEnd(client, position, { maxCount: 100 });
          expect(next >= head).toBe(true);
        }
      }
    });
  });

  describe('logId', () => {
    it("is the id of the log's first event, for every client", async () => {
      const { store } = opened;
      const { logId } = store;
      expect((await opened.another()).logId).toBe(logId);
      const [created] = await store.readStream('log', { maxCount: 1 });
      expect(created).toEqual({
        id: logId,
        stream: 'log',
        type: 'LogCreated',
        version: 1,
        revision: 0,
        position: expect.any(String),
        at: expect.any(String),
        data: { logId },
        metadata: { correlationId: logId, causationId: logId, actor: { role: 'system' } },
      });
      let page = await store.readAll(positionStart, { maxCount: 10 });
      for (let pages = 0; page.events.length === 0 && !page.atEnd && pages < 1_000; pages += 1) {
        page = await store.readAll(page.next, { maxCount: 10 });
      }
      expect(page.events[0]).toEqual(created);
    });
  });
};
