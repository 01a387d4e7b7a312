/** What every read store does: the fence, the one leader, and what each failure is called. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { positionOf, positionStart } from '../../src/ports/EventStore.ts';
import {
  type Checkpoint,
  type ReadModel,
  ReadModelMissing,
  type ReadStore,
  ReadStoreUnavailable,
  type ReadTransaction,
  StatementRefused,
} from '../../src/ports/ReadStore.ts';
import { eventually } from '../support/eventually.ts';

export interface OpenedReadDatabase {
  /** Another node's, on the same tables. */
  openReadStore(): ReadStore;
  /** Behind the store's back. */
  sql(text: string): Promise<unknown>;
  /** Ends all connections of that purpose, on the server. */
  cut(connections: 'reads' | 'locks'): Promise<unknown>;
  close(): Promise<void>;
}

const logId = '01900000-0000-7000-8000-0000000000aa';
const model: ReadModel = { schema: 'things_v1', tables: 'CREATE TABLE things (id text PRIMARY KEY);' };
const start = { position: positionStart, logId };

export const readStoreContract = (name: string, open: () => Promise<OpenedReadDatabase>): void => {
  describe(`${name} keeps the read store's contract:`, () => {
    /** As `create` answered. */
    let made: Checkpoint;
    let database: OpenedReadDatabase;
    let store: ReadStore;

    beforeAll(async () => {
      database = await open();
      store = database.openReadStore();
    });
    afterAll(async () => await database.close());
    const make = async (): Promise<Checkpoint> => {
      made = await store.create(model, logId);
      return made;
    };
    beforeEach(async () => await store.drop(model.schema));

    const insert = (id: string) => async (transaction: ReadTransaction) => {
      await transaction.query('INSERT INTO things (id) VALUES ($1)', [id]);
    };
    const ids = async () =>
      (await store.query('SELECT id FROM things_v1.things ORDER BY id')).map((row) => row.id);

    describe('making and deleting a model', () => {
      it('starts before the first event, and only once', async () => {
        expect(await store.checkpoint(model.schema)).toBeUndefined();
        expect(await make()).toEqual({ ...start, build: expect.any(String) });
        await store.advance(model.schema, made, positionOf(3n), insert('a'));
        expect(await store.create(model, 'another log')).toEqual({
          ...made,
          position: positionOf(3n),
        });
        expect(await ids()).toEqual(['a']);
      });

      it('is made once by two who try at the same moment', async () => {
        const other = database.openReadStore();
        const [one, two] = await Promise.all([store.create(model, logId), other.create(model, logId)]);
        expect(one).toEqual({ ...start, build: expect.any(String) });
        expect(two).toEqual(one);
      });

      it('makes its indexes once, however often it is asked', async () => {
        await make();
        const indexes = 'CREATE INDEX ON things (id); CREATE UNIQUE INDEX ON things (id, id)';
        await Promise.all([store.index(model.schema, indexes), store.index(model.schema, indexes)]);
        await store.index(model.schema, indexes);
        const listed = await store.query(
          "SELECT indexname FROM pg_indexes WHERE schemaname = 'things_v1' AND tablename = 'things' ORDER BY 1",
        );
        expect(listed.map(({ indexname }) => indexname)).toEqual([
          'things_id_id1_idx',
          'things_id_idx',
          'things_pkey',
        ]);
      });

      it('makes all of its indexes or none, and those of another making anew', async () => {
        await make();
        const broken = 'CREATE INDEX ON things (id); CREATE INDEX ON things (nothing)';
        await expect(store.index(model.schema, broken)).rejects.toThrow(StatementRefused);
        const good = 'CREATE INDEX ON things (id)';
        const listed = () =>
          store.query("SELECT FROM pg_indexes WHERE schemaname = 'things_v1' AND tablename = 'things'");
        expect(await listed()).toHaveLength(1);
        await store.index(model.schema, good);
        expect(await listed()).toHaveLength(2);
        await store.drop(model.schema);
        await make();
        await store.index(model.schema, good);
        expect(await listed()).toHaveLength(2);
        await store.drop(model.schema);
        await expect(store.index(model.schema, good)).rejects.toThrow(ReadModelMissing);
      });

      it('makes remains without a checkpoint anew', async () => {
        const remains = await make();
        await store.advance(model.schema, made, positionOf(1n), insert('a'));
        await database.sql('DROP TABLE things_v1.checkpoint');
        expect(await make()).toEqual({ ...start, build: expect.any(String) });
        expect(made.build).not.toBe(remains.build);
        expect(await ids()).toEqual([]);
      });

      it('touches no schema that is not a read model', async () => {
        await expect(async () => await store.drop('public')).rejects.toThrow('not a read model');
      });
    });

    describe('the checkpoint', () => {
      it('moves together with the rows', async () => {
        await make();
        expect(await store.advance(model.schema, made, positionOf(5n), insert('a'))).toBe('applied');
        expect(await store.checkpoint(model.schema)).toEqual({ ...made, position: positionOf(5n) });
        expect(await ids()).toEqual(['a']);
      });

      it('moves alone when there is no work', async () => {
        await make();
        expect(await store.advance(model.schema, made, positionOf(5n))).toBe('applied');
        expect(await store.advance(model.schema, made, positionOf(6n))).toBe('moved');
        expect(await store.checkpoint(model.schema)).toEqual({ ...made, position: positionOf(5n) });
        const missing = store.advance('never_v1', { ...start, build: '1' }, positionOf(1n));
        await expect(missing).rejects.toThrow(ReadModelMissing);
      });

      it('keeps neither when the work fails', async () => {
        await make();
        const failing = store.advance(model.schema, made, positionOf(5n), async (transaction) => {
          await insert('a')(transaction);
          throw new RangeError('planted');
        });
        await expect(failing).rejects.toThrow(RangeError);
        expect(await store.checkpoint(model.schema)).toEqual(made);
        expect(await ids()).toEqual([]);
      });

      it('is only ever moved from its previous value, and of its own log', async () => {
        await make();
        await store.advance(model.schema, made, positionOf(5n), insert('a'));
        expect(await store.advance(model.schema, made, positionOf(6n), insert('b'))).toBe('moved');
        const foreign = { ...made, position: positionOf(5n), logId: 'another log' };
        expect(await store.advance(model.schema, foreign, positionOf(6n), insert('c'))).toBe('moved');
        expect(await store.checkpoint(model.schema)).toEqual({ ...made, position: positionOf(5n) });
        expect(await ids()).toEqual(['a']);
      });

      it('lets one of many racers through', async () => {
        await make();
        const other = database.openReadStore();
        const racers = Array.from({ length: 8 }, (_, n) =>
          (n % 2 === 0 ? store : other).advance(model.schema, made, positionOf(1n), insert(`racer ${n}`)),
        );
        const outcomes = await Promise.all(racers);
        expect(outcomes.filter((outcome) => outcome === 'applied')).toHaveLength(1);
        expect(await ids()).toHaveLength(1);
      });
    });

    describe('failures are named after what to do', () => {
      it('tells a deleted model, a wrong statement and bad data apart', async () => {
        const none = async () => undefined;
        await expect(
          store.advance('never_v1', { ...start, build: '1' }, positionOf(1n), none),
        ).rejects.toThrow(ReadModelMissing);
        await make();
        await expect(store.query('SELECT * FROM things_v1.others')).rejects.toThrow(ReadModelMissing);
        await expect(store.query('SELECT nothing FROM things_v1.things')).rejects.toThrow(StatementRefused);
        const twice = store.advance(model.schema, made, positionOf(1n), async (transaction) => {
          await insert('a')(transaction);
          await insert('a')(transaction);
        });
        await expect(twice).rejects.toHaveProperty('code', '23505');
      });

      it('survives the loss of every connection', async () => {
        await make();
        let lost = false;
        const cut = store.advance(model.schema, made, positionOf(1n), async (transaction) => {
          await insert('a')(transaction);
          await database.cut('reads');
          lost = true;
          await insert('b')(transaction);
        });
        await expect(cut).rejects.toThrow(ReadStoreUnavailable);
        expect(lost).toBe(true);
        expect(await store.checkpoint(model.schema)).toEqual(made);
        expect(await store.advance(model.schema, made, positionOf(1n), insert('a'))).toBe('applied');
      });
    });

    describe('leading', () => {
      it('is one process at a time, also within one process', async () => {
        const other = database.openReadStore();
        const leadership = await store.lead(model.schema);
        expect(leadership).toBeDefined();
        expect(await store.lead(model.schema)).toBeUndefined();
        expect(await other.lead(model.schema)).toBeUndefined();
        expect(await other.lead('others_v1')).toBeDefined();
        await leadership?.release();
        await leadership?.ended;
        const next = await other.lead(model.schema);
        expect(next).toBeDefined();
        expect(await store.lead(model.schema)).toBeUndefined();
        await other.close();
        await eventually(async () => {
          const again = await store.lead(model.schema);
          expect(again).toBeDefined();
          await again?.release();
        });
      });

      it('ends for every model when its session is killed, and can be had again', async () => {
        const first = await store.lead('first_v1');
        const second = await store.lead('second_v1');
        await database.cut('locks');
        await first?.ended;
        await second?.ended;
        expect(await store.lead('first_v1')).toBeDefined();
      });
    });
  });
};
