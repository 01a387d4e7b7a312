import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SecurityEntry, SecurityLogStore } from '../../src/ports/SecurityLog.ts';
import { uuid } from '../support/showtimes.ts';

const startMs = Date.parse('2026-11-01T12:00:00.000Z');
const day = 24 * 60 * 60_000;

export const entry = (n: number, more: Partial<SecurityEntry> = {}): SecurityEntry => ({
  id: uuid(n),
  atMs: startMs + n * 1_000,
  actorId: 'a'.repeat(43),
  role: 'staff',
  action: 'staff-change',
  operation: 'cancelShowtime',
  outcome: 'done',
  targets: [uuid(77)],
  address: 'x'.repeat(22),
  requestId: uuid(1_000 + n),
  ...more,
});

export interface OpenedSecurityLog {
  readonly store: SecurityLogStore;
  close(): Promise<void>;
}

export const securityLogContract = (name: string, open: () => Promise<OpenedSecurityLog>): void => {
  describe(name, () => {
    let opened: OpenedSecurityLog;
    let store: SecurityLogStore;
    beforeEach(async () => {
      opened = await open();
      ({ store } = opened);
    });
    afterEach(() => opened.close());

    it('gives entries back as they were, the latest first, and takes each once', async () => {
      const { actorId: _, ...byStranger } = entry(2, {
        reason: 'unauthorized',
        outcome: 'refused',
        targets: [],
      });
      const all = [entry(1), { ...byStranger, role: 'guest' }, entry(3, { reason: 'forbidden' })];
      await store.append(all);
      await store.append([entry(1, { role: 'admin' })]);
      expect(await store.read({}, { limit: 10 })).toEqual(all.toReversed());
    });

    it('pages without repeating or leaving out, also where instants are equal', async () => {
      const all = [1, 2, 3, 4, 5].map((n) => entry(n, { atMs: startMs }));
      await store.append(all);
      const seen: string[] = [];
      let after: SecurityEntry | undefined;
      for (let page = 0; page < 4; page += 1) {
        const found = await store.read({}, { limit: 2, ...(after === undefined ? {} : { after }) });
        if (page === 0) await store.append([entry(9)]);
        seen.push(...found.map(({ id }) => id));
        after = found.at(-1) ?? after;
      }
      expect(seen).toEqual([5, 4, 3, 2, 1].map((n) => uuid(n)));
    });

    it('filters by time, actor, action and outcome, alone and together', async () => {
      const other = 'b'.repeat(43);
      await store.append([
        entry(1),
        entry(2, { actorId: other }),
        entry(3, { action: 'refund' }),
        entry(4, { outcome: 'refused', action: 'refund' }),
      ]);
      const found = async (filter: Parameters<SecurityLogStore['read']>[0]) =>
        (await store.read(filter, { limit: 10 })).map(({ id }) => id);
      const ids = (...ns: readonly number[]) => ns.map((n) => uuid(n));
      expect(await found({ fromMs: startMs + 2_000 })).toEqual(ids(4, 3, 2));
      expect(await found({ toMs: startMs + 2_000 })).toEqual(ids(1));
      expect(await found({ actorId: other })).toEqual(ids(2));
      expect(await found({ action: 'refund' })).toEqual(ids(4, 3));
      expect(await found({ outcome: 'refused' })).toEqual(ids(4));
      expect(await found({ action: 'refund', outcome: 'done', actorId: other })).toEqual([]);
    });

    it('forgets what is old, and refusals of strangers sooner', async () => {
      const { actorId: _, ...stranger } = entry(2, { atMs: startMs - 40 * day, outcome: 'refused' });
      await store.append([
        entry(1, { atMs: startMs - 500 * day }),
        stranger,
        entry(3, { atMs: startMs - 40 * day, outcome: 'refused' }),
        entry(4),
      ]);
      await store.forget({ beforeMs: startMs - 400 * day, strangersBeforeMs: startMs - 30 * day });
      expect((await store.read({}, { limit: 10 })).map(({ id }) => id)).toEqual([uuid(4), uuid(3)]);
    });
  });
};
