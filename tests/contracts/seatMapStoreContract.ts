/** What every store of seat maps must do, as one suite that each adapter's tests run. Nothing of one engine enters. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SeatChange, SeatMap } from '../../src/domain/showtime/seatMap.ts';
import type { SeatMapStore } from '../../src/ports/SeatMapStore.ts';
import { uuid } from '../support/showtimes.ts';

export interface OpenedSeatMapStore {
  readonly store: SeatMapStore;
  close(): Promise<void>;
}

export const seatMap = (showtimeId: string, more: Partial<SeatMap> = {}): SeatMap => ({
  showtimeId,
  revision: 3,
  hallId: uuid(0xc),
  layoutVersion: 1,
  drawing: {
    ids: ['A1', 'A2', 'B1', 'B2'],
    rows: ['A', 'A', 'B', 'B'],
    numbers: [1, 2, 1, 2],
    types: ['regular', 'regular', 'premium', 'premium'],
  },
  prices: { regular: { amount: 1_000, currency: 'USD' }, premium: { amount: 1_500, currency: 'USD' } },
  status: 'AHBX',
  ...more,
});

export const seatMapStoreContract = (name: string, open: () => Promise<OpenedSeatMapStore>): void => {
  describe(`${name} keeps the contract of a seat map store:`, () => {
    let opened: OpenedSeatMapStore | undefined;
    let showtimes = 0;
    const store = (): SeatMapStore => {
      if (opened === undefined) throw new Error('the store is not open');
      return opened.store;
    };
    const fresh = (): string => {
      showtimes += 1;
      return uuid(showtimes);
    };
    const change = (showtimeId: string, after: number, revision: number, ...changes: SeatChange[]) =>
      store().apply({ showtimeId, after, revision, changes });

    beforeAll(async () => {
      opened = await open();
    });
    afterAll(async () => await opened?.close());

    it('a map is read as it was put', async () => {
      const id = fresh();
      expect(await store().read(id)).toBeUndefined();
      expect(await store().put(seatMap(id))).toBe('stored');
      expect(await store().read(id)).toEqual(seatMap(id));
    });

    it('a hall of two thousand seats fits', async () => {
      const id = fresh();
      const ids = Array.from({ length: 2_000 }, (_, place) => `S${place}`);
      const drawing = {
        ids,
        rows: ids.map(() => 'S'),
        numbers: ids.map((_, place) => place),
        types: ids.map(() => 'regular' as const),
      };
      const big = seatMap(id, { drawing, status: 'A'.repeat(2_000) });
      await store().put(big);
      expect(await change(id, 3, 4, ...ids.map((seat): SeatChange => [seat, 'X']))).toBe('applied');
      expect(await store().read(id)).toEqual({ ...big, revision: 4, status: 'X'.repeat(2_000) });
    });

    it('an older map never overwrites a newer one; the same and a newer one do', async () => {
      const id = fresh();
      await store().put(seatMap(id));
      expect(await store().put(seatMap(id, { revision: 2, status: 'AAAA' }))).toBe('older');
      expect(await store().read(id)).toEqual(seatMap(id));
      expect(await store().put(seatMap(id))).toBe('stored');
      const drawing = { ids: ['C1'], rows: ['C'], numbers: [1], types: ['recliner' as const] };
      const redrawn = seatMap(id, { revision: 12, layoutVersion: 2, drawing, status: 'A' });
      expect(await store().put(redrawn)).toBe('stored');
      expect(await store().read(id)).toEqual(redrawn);
      expect(await change(id, 12, 13, ['A1', 'H'])).toBe('gap');
    });

    it('revisions are compared as numbers', async () => {
      const id = fresh();
      await store().put(seatMap(id, { revision: 9 }));
      expect(await store().put(seatMap(id, { revision: 10 }))).toBe('stored');
      expect(await store().put(seatMap(id, { revision: 9 }))).toBe('older');
      expect(await change(id, 10, 100, ['A1', 'B'])).toBe('applied');
      expect(await change(id, 10, 99, ['A1', 'A'])).toBe('known');
    });

    it('takes the next change only, and each once', async () => {
      const id = fresh();
      await store().put(seatMap(id));
      expect(await change(id, 3, 4, ['A1', 'H'], ['B2', 'A'])).toBe('applied');
      expect(await store().read(id)).toEqual(seatMap(id, { revision: 4, status: 'HHBA' }));
      expect(await change(id, 3, 4, ['A1', 'A'])).toBe('known');
      expect(await change(id, 4, 5)).toBe('applied');
      expect(await change(id, 5, 9, ['A1', 'A'], ['A1', 'B'])).toBe('applied');
      expect(await store().read(id)).toEqual(seatMap(id, { revision: 9, status: 'BHBA' }));
    });

    it('drops the map at a gap, and at a seat that it does not have', async () => {
      const id = fresh();
      await store().put(seatMap(id));
      expect(await change(id, 4, 5, ['A1', 'H'])).toBe('gap');
      expect(await store().read(id)).toBeUndefined();
      expect(await change(id, 5, 6, ['A1', 'H'])).toBe('absent');
      await store().put(seatMap(id));
      expect(await change(id, 3, 4, ['A1', 'H'], ['Z9', 'H'])).toBe('gap');
      expect(await store().read(id)).toBeUndefined();
    });

    it('forgets one map and no other', async () => {
      const [id, other] = [fresh(), fresh()];
      await store().put(seatMap(id));
      await store().put(seatMap(other));
      await store().forget(id);
      await store().forget(id);
      expect(await store().read(id)).toBeUndefined();
      expect(await store().read(other)).toEqual(seatMap(other));
    });

    it('many writers of one map leave it at the last revision, with each change once', async () => {
      const id = fresh();
      await store().put(seatMap(id, { revision: 0, status: 'AAAA' }));
      const steps = Array.from({ length: 50 }, (_, place) => place);
      const writer = async (): Promise<number> => {
        let applied = 0;
        for (const after of steps) {
          const done = await change(id, after, after + 1, ['A1', after % 2 === 0 ? 'H' : 'A']);
          if (done === 'applied') applied += 1;
        }
        return applied;
      };
      const counts = await Promise.all([writer(), writer(), writer()]);
      expect(counts.reduce((sum, count) => sum + count)).toBe(50);
      expect(await store().read(id)).toEqual(seatMap(id, { revision: 50, status: 'AAAA' }));
    });
  });
};
