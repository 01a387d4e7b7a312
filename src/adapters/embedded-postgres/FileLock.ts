/** Locks between processes that end with the process: the operating system's file locks, by way of SQLite. */
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

/** Shared holders keep exclusive ones out and not each other. Undefined when another process holds it. */
export const tryLock = (file: string, mode: 'shared' | 'exclusive'): HeldLock | undefined => {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    // A journal on disk would be begun with the lock, and a full disk would then keep us from stopping the server.
    database.exec('pragma journal_mode = memory');
    if (mode === 'exclusive') database.exec('begin exclusive');
    else {
      // A transaction holds its shared lock from its first read on.
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

/** Undefined when the lock was not to be had in that time. */
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
