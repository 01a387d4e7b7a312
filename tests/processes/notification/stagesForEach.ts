import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Message } from '../../../src/ports/Notifier.ts';
import type { ReadStore } from '../../../src/ports/ReadStore.ts';
import { createTestDatabase, type TestDatabase } from '../../projections/testReadStore.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';

/** Stages over one database; they are closed, and their outbox dropped, after each test of the file. */
export const stagesForEach = () => {
  let database: TestDatabase;
  let readStore: ReadStore;
  const stages: Stage[] = [];
  /** What went out, and what the next sendings do instead. */
  const sent: Message[] = [];
  const faults: Error[] = [];
  const notifier = {
    send: async (message: Message) => {
      const fault = faults.shift();
      if (fault !== undefined) throw fault;
      sent.push(message);
    },
  };
  const closeAll = async (): Promise<void> => {
    for (const stage of stages.splice(0)) await stage.close();
    await readStore.drop('outbox_v4');
  };

  beforeAll(async () => {
    database = await createTestDatabase();
    readStore = database.openReadStore();
  });
  afterAll(async () => await database.close());
  afterEach(async () => {
    await closeAll();
    sent.length = 0;
    faults.length = 0;
  });

  const open = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
    const stage = await openStage({ readStore, notifier, ...options });
    stages.push(stage);
    return stage;
  };
  return { sent, faults, open, closeAll };
};
