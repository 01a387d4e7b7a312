/** Locks that the operating system releases when the process ends: SQLite's file locks. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

export interface HeldLock {
  release(): void;
}

const busy = 5;
const pollMs = 25;

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? (error.errcode & 0xff) === busy
    : false;

export const tryLock = (file: string, mode: 'shared' | 'exclusive'): HeldLock | undefined => {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // A journal on disk needs space: with a full disk the server could not be stopped.
    database.exec('pragma journal_mode = memory');
    if (mode === 'exclusive') database.exec('begin exclusive');
    else {
      // A deferred transaction takes its shared lock at the first read.
      database.exec('begin');
      database.prepare('select count(*) from sqlite_schema').get();
    }
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
};

export const waitForLock = async (
  file: string,
  mode: 'shared' | 'exclusive',
  withinMs: number,
): Promise<HeldLock | undefined> => {
  const untilMs = performance.now() + withinMs;
  for (;;) {
    const lock = tryLock(file, mode);
    if (lock !== undefined || performance.now() >= untilMs) return lock;
    await pause(pollMs);
  }
};
