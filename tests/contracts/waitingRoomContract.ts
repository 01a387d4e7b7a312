/** What every store of waiting rooms must do, as one suite that each adapter's tests run. */
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type NewEntry, type WaitingRoom, waitingRoomLimits } from '../../src/ports/WaitingRoom.ts';

export interface OpenedWaitingRoom {
  readonly store: WaitingRoom;
  /** What another node has. */
  readonly other: WaitingRoom;
  close(): Promise<void>;
}

const entry = (): NewEntry => ({ entryId: randomUUID(), contribution: randomBytes(32).toString('hex') });
const entries = (count: number): readonly NewEntry[] => Array.from({ length: count }, entry);
const idsOf = (of: readonly { readonly entryId: string }[]) => of.map(({ entryId }) => entryId);
const byId = (one: { readonly entryId: string }, other: { readonly entryId: string }): number =>
  one.entryId < other.entryId ? -1 : 1;

export const waitingRoomContract = (name: string, open: () => Promise<OpenedWaitingRoom>): void => {
  describe(`${name} keeps the waiting room's contract:`, () => {
    let opened: OpenedWaitingRoom;
    let store: WaitingRoom;
    let other: WaitingRoom;
    beforeAll(async () => {
      opened = await open();
      ({ store, other } = opened);
    });
    afterAll(() => opened.close());

    const calling = (count: number, nowMs = 0, untilMs = 100) => ({ nowMs, untilMs, turns: () => count });
    /** A room whose entries have places in the order given. */
    const drawnRoom = async (count: number) => {
      const queueId = randomUUID();
      const entered = entries(count);
      await store.enter(queueId, entered);
      await store.closeList(queueId);
      await store.place(queueId, idsOf(entered));
      return { queueId, ids: idsOf(entered), entered };
    };
    const statusesOf = async (queueId: string, ids: readonly string[]) => {
      const found = new Map((await other.find(queueId, ids)).map((each) => [each.entryId, each]));
      return ids.map((id) => found.get(id)?.status);
    };

    it('keeps entries as they came first, for every node', async () => {
      const queueId = randomUUID();
      const [one, two] = [entry(), entry()];
      const kept = { ...one, status: 'waiting' };
      expect(await store.enter(queueId, [one])).toEqual([kept]);
      const again = { ...one, contribution: 'ff'.repeat(32) };
      expect(await other.enter(queueId, [again, two])).toEqual([kept, { ...two, status: 'waiting' }]);
      expect([...(await store.find(queueId, [two.entryId, one.entryId, randomUUID()]))].sort(byId)).toEqual(
        [kept, { ...two, status: 'waiting' as const }].sort(byId),
      );
      expect(await other.standing(queueId)).toEqual({
        ...{ entries: 2, isDrawn: false, lastPlace: 0, serving: 0, turns: [] },
      });
    });

    it('takes so many entries of one address, of all nodes together, and goes on for others', async () => {
      const queueId = randomUUID();
      const from = (address: string, of: readonly NewEntry[]) =>
        of.map((each) => ({ ...each, origin: { address, entriesMax: 3 } }));
      const [campus, home] = [entries(5), entries(1)];
      const first = await store.enter(queueId, from('campus', campus.slice(0, 2)));
      const rest = await other.enter(queueId, [
        ...from('campus', campus.slice(2)),
        ...from('home', home),
        ...entries(1),
      ]);
      const answers = [...first, ...rest].map((each) => (each === 'address-full' ? each : each.status));
      expect(answers).toEqual([
        ...['waiting', 'waiting', 'waiting', 'address-full', 'address-full', 'waiting', 'waiting'],
      ]);
      // Who is in is never refused again.
      expect(await store.enter(queueId, from('campus', campus.slice(0, 1)))).toEqual(first.slice(0, 1));
      expect(await store.find(queueId, idsOf(campus.slice(3)))).toEqual([]);
      await store.closeList(queueId);
      expect(await other.enter(queueId, [...from('campus', entries(1)), ...from('new', entries(1))])).toEqual(
        [
          'address-full',
          { entryId: expect.any(String), contribution: expect.any(String), status: 'waiting', place: 6 },
        ],
      );
    });

    it('deletes the entries of rooms that ended long ago, a bounded number at once', async () => {
      const queueId = randomUUID();
      const count = waitingRoomLimits.purgedPerCall + 5;
      const all = entries(count);
      for (let from = 0; from < count; from += waitingRoomLimits.entriesPerCall) {
        await store.enter(queueId, all.slice(from, from + waitingRoomLimits.entriesPerCall));
      }
      expect(await store.purge(60_000)).toBe(0);
      expect((await other.standing(queueId))?.entries).toBe(count);
      await store.end(queueId);
      expect(await store.purge(60_000)).toBe(0);
      expect((await other.standing(queueId))?.entries).toBe(count);
      let purged = 0;
      for (let call = 0; call < 3 && purged < count; call += 1) {
        purged += await store.purge(0);
        expect(await other.standing(queueId)).toBe(undefined);
      }
      expect(purged).toBe(count);
      const ends = idsOf([all[0], all.at(-1)].flatMap((each) => each ?? []));
      expect(await other.find(queueId, ends)).toEqual([]);
      expect(await store.purge(0)).toBe(0);
    });

    it('lists rooms until they end', async () => {
      const queueId = randomUUID();
      expect(await store.standing(queueId)).toBe(undefined);
      await store.open(queueId);
      await other.open(queueId);
      expect((await other.openRooms()).filter((id) => id === queueId)).toEqual([queueId]);
      await store.end(queueId);
      await store.end(queueId);
      expect(await other.openRooms()).not.toContain(queueId);
    });

    it('gives no entry a part in the lot that came after the list was closed', async () => {
      const queueId = randomUUID();
      const early = entries(3);
      await store.enter(queueId, early);
      expect([await store.closeList(queueId), await other.closeList(queueId)]).toEqual([3, 3]);
      const [late, later] = [entry(), entry()];
      expect(await other.enter(queueId, [late, later])).toEqual([
        { ...late, status: 'waiting', place: 4 },
        { ...later, status: 'waiting', place: 5 },
      ]);
      expect(await store.lotEntries(queueId, undefined)).toEqual([...early].sort(byId));
      expect(await store.closeList(queueId)).toBe(3);
      expect(await store.standing(queueId)).toEqual({
        ...{ entries: 5, lotEntries: 3, isDrawn: false, lastPlace: 5, serving: 0, turns: [] },
      });
    });

    it('closes a list once, while entries come on both nodes', async () => {
      const queueId = randomUUID();
      const batches = Array.from({ length: 20 }, () => entries(5));
      const racing = batches.map((batch, index) => (index % 2 === 0 ? store : other).enter(queueId, batch));
      const [counts] = await Promise.all([
        Promise.all([store.closeList(queueId), other.closeList(queueId)]),
        ...racing,
      ]);
      const lot = await store.lotEntries(queueId, undefined);
      expect(counts).toEqual([lot.length, lot.length]);
      const all = await store.find(queueId, idsOf(batches.flat()));
      const places = all.flatMap(({ place }) => place ?? []).sort((one, two) => one - two);
      expect(places).toEqual(Array.from({ length: 100 - lot.length }, (_, nth) => lot.length + nth + 1));
    });

    it('gives the list in pages, in order of id', async () => {
      const queueId = randomUUID();
      const count = waitingRoomLimits.lotPage + 10;
      const all = entries(count);
      for (let from = 0; from < count; from += waitingRoomLimits.entriesPerCall) {
        await store.enter(queueId, all.slice(from, from + waitingRoomLimits.entriesPerCall));
      }
      await store.closeList(queueId);
      const first = await store.lotEntries(queueId, undefined);
      const rest = await store.lotEntries(queueId, first.at(-1)?.entryId);
      expect([first.length, rest.length]).toEqual([waitingRoomLimits.lotPage, 10]);
      expect([...first, ...rest]).toEqual([...all].sort(byId));
      const order = idsOf(all);
      await store.place(queueId, order);
      const ends = await other.find(queueId, [order[0] ?? '', order.at(-1) ?? '']);
      expect(ends.map(({ place }) => place).sort()).toEqual([1, count].sort());
    });

    it('places a lot once', async () => {
      const { queueId, ids } = await drawnRoom(3);
      await other.place(queueId, ids.toReversed());
      const found = await store.find(queueId, ids);
      expect(new Map(found.map(({ entryId, place }) => [entryId, place]))).toEqual(
        new Map(ids.map((id, index) => [id, index + 1])),
      );
    });

    it('calls in order of place, never more than wait, and nothing before the draw', async () => {
      const early = randomUUID();
      await store.enter(early, entries(2));
      expect(await store.call(early, calling(2))).toEqual({ lapsed: 0, called: 0 });
      const { queueId, ids } = await drawnRoom(4);
      expect(await store.call(queueId, calling(3))).toEqual({ lapsed: 0, called: 3 });
      expect(await statusesOf(queueId, ids)).toEqual(['called', 'called', 'called', 'waiting']);
      expect(await other.standing(queueId)).toEqual({
        ...{ entries: 4, lotEntries: 4, isDrawn: true, lastPlace: 4, serving: 3 },
        turns: ids
          .slice(0, 3)
          .map((entryId, index) => ({ entryId, status: 'called', place: index + 1, untilMs: 100 })),
      });
      expect(await other.call(queueId, calling(9))).toEqual({ lapsed: 0, called: 1 });
      expect(await other.call(queueId, calling(9))).toEqual({ lapsed: 0, called: 0 });
    });

    it('tells how many turns are open and how many wait before it calls', async () => {
      const { queueId } = await drawnRoom(5);
      const counts: unknown[] = [];
      const turns = (count: object): number => {
        counts.push(count);
        return 2;
      };
      await store.call(queueId, { nowMs: 0, untilMs: 10, turns });
      await store.call(queueId, { nowMs: 1, untilMs: 20, turns });
      await store.call(queueId, { nowMs: 10, untilMs: 30, turns });
      expect(counts).toEqual([
        { open: 0, waiting: 5 },
        { open: 2, waiting: 3 },
        { open: 2, waiting: 1 },
      ]);
    });

    it('calls each place once when two nodes call at the same time', async () => {
      const { queueId, ids } = await drawnRoom(40);
      const turns = ({ open }: { readonly open: number }) => 10 - open;
      const calls = Array.from({ length: 8 }, (_, nth) =>
        (nth % 2 === 0 ? store : other).call(queueId, { nowMs: 0, untilMs: 100, turns }),
      );
      const called = (await Promise.all(calls)).reduce((sum, each) => sum + each.called, 0);
      const statuses = await statusesOf(queueId, ids);
      expect([called, statuses.filter((status) => status === 'called').length]).toEqual([10, 10]);
    });

    it('ends turns that lapsed, called or admitted, at their very instant', async () => {
      const { queueId, ids } = await drawnRoom(3);
      const [first = '', second = '', third = ''] = ids;
      await store.call(queueId, calling(2, 0, 100));
      const admitted = await other.admit(queueId, [first, third], { nowMs: 50, untilMs: 500 });
      expect(admitted.map(({ entryId, status, untilMs }) => [entryId, status, untilMs]).sort()).toEqual(
        [
          [first, 'admitted', 500],
          [third, 'waiting', undefined],
        ].sort(),
      );
      expect(await store.call(queueId, calling(0, 99))).toEqual({ lapsed: 0, called: 0 });
      expect(await store.call(queueId, calling(1, 100, 200))).toEqual({ lapsed: 1, called: 1 });
      expect(await statusesOf(queueId, [first, second, third])).toEqual(['admitted', 'over', 'called']);
      expect(await store.call(queueId, calling(0, 500))).toEqual({ lapsed: 2, called: 0 });
      expect(await statusesOf(queueId, [first, second, third])).toEqual(['over', 'over', 'over']);
    });

    it('admits no one whose turn has lapsed, and no one twice', async () => {
      const { queueId, ids } = await drawnRoom(1);
      await store.call(queueId, calling(1, 0, 100));
      const late = await store.admit(queueId, ids, { nowMs: 100, untilMs: 900 });
      expect(late.map(({ status, untilMs }) => [status, untilMs])).toEqual([['called', 100]]);
      await store.admit(queueId, ids, { nowMs: 99, untilMs: 500 });
      const again = await other.admit(queueId, ids, { nowMs: 99, untilMs: 900 });
      expect(again.map(({ status, untilMs }) => [status, untilMs])).toEqual([['admitted', 500]]);
    });

    it('finishes a turn, and puts who enters again behind all others', async () => {
      const { queueId, ids, entered } = await drawnRoom(3);
      const [first = ''] = ids;
      const [firstEntry] = entered;
      if (firstEntry === undefined) throw new Error('no entry');
      await store.call(queueId, calling(1));
      expect(await store.enter(queueId, [firstEntry])).toEqual([
        { ...firstEntry, status: 'called', place: 1, untilMs: 100 },
      ]);
      await other.finish(queueId, first);
      await other.finish(queueId, first);
      expect(await statusesOf(queueId, ids)).toEqual(['over', 'waiting', 'waiting']);
      const back = { ...firstEntry, status: 'waiting', place: 4 };
      expect(await store.enter(queueId, [firstEntry])).toEqual([back]);
      expect(await other.enter(queueId, [firstEntry])).toEqual([back]);
      expect(await store.standing(queueId)).toEqual({
        ...{ entries: 3, lotEntries: 3, isDrawn: true, lastPlace: 4, serving: 1, turns: [] },
      });
      // The list of the lot stays what was drawn.
      expect(idsOf(await store.lotEntries(queueId, undefined))).toEqual([...ids].sort());
    });

    it('prolongs open turns only', async () => {
      const { queueId, ids } = await drawnRoom(3);
      const [first = '', second = ''] = ids;
      await store.call(queueId, calling(2));
      await store.finish(queueId, second);
      await other.prolong(queueId, 50);
      const turns = (await store.standing(queueId))?.turns;
      expect(turns).toEqual([{ entryId: first, status: 'called', place: 1, untilMs: 150 }]);
    });
  });
};
