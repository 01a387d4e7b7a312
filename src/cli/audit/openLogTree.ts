/** Hashes what is read of a log into its tree: in a thread where rows come as bytes, so that another core folds meanwhile. */
import { Worker } from 'node:worker_threads';
import type { LogSource } from '../command/openLog.ts';
import { type GrownTree, type LogTree, treeHere } from './treeHere.ts';
import type { FromTree, ToTree, TreeTask } from './treeThread.ts';

const lineFeed = 0x0a;

/** Lines without their last line feed, as such lines again. */
const joined = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const rows = new Uint8Array(parts.reduce((sum, { length }) => sum + length + 1, -1));
  let at = 0;
  for (const part of parts) {
    if (at > 0) rows[at - 1] = lineFeed;
    rows.set(part, at);
    at += part.length + 1;
  }
  return rows;
};

/** Sent at once. */
const bytesMin = 2 ** 18;
/** Parts of the log that the thread has not hashed yet. */
const partsMax = 16;

const treeInThread = ({ identityKey }: Pick<LogSource, 'identityKey'>, sizes: readonly number[]): LogTree => {
  const workerData: TreeTask = { identityKey, sizes };
  const thread = new Worker(new URL('treeThread.ts', import.meta.url), { workerData });
  const { promise: grown, resolve, reject } = Promise.withResolvers<GrownTree>();
  grown.catch(() => undefined);
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  let parts = 0;
  let goOn: (() => void) | undefined;
  thread.on('message', (message: FromTree) => {
    if (message.kind === 'grown') return resolve(message.tree);
    parts -= 1;
    goOn?.();
  });
  thread.once('error', (error) => {
    reject(error);
    goOn?.();
  });
  const send = (): void => {
    if (waiting.length === 0) return;
    const rows = joined(waiting);
    [waiting, bytes] = [[], 0];
    parts += 1;
    thread.postMessage({ kind: 'rows', rows } satisfies ToTree, [rows.buffer]);
  };
  const room = async (): Promise<void> => {
    while (parts >= partsMax) {
      await Promise.race([
        grown,
        new Promise<void>((wake) => {
          goOn = wake;
        }),
      ]);
    }
  };
  return {
    take: ({ rows }) => {
      if (rows === undefined) return;
      waiting.push(rows);
      bytes += rows.length;
      if (bytes < bytesMin) return;
      send();
      return parts >= partsMax ? room() : undefined;
    },
    grown: () => {
      send();
      thread.postMessage({ kind: 'end' } satisfies ToTree);
      return grown;
    },
    close: async () => void (await thread.terminate()),
  };
};

/** `sizes`: at which its root is asked for. */
export const openLogTree = (source: LogSource, sizes: readonly number[]): LogTree =>
  source.texts.givesRows ? treeInThread(source, sizes) : treeHere(source, sizes);
