/** Hashes what is read of a log into its tree: in a thread where rows come as bytes, so that another core folds meanwhile. */
import { Worker } from 'node:worker_threads';
import type { LogSource } from '../command/openLog.ts';
import { type GrownTree, type LogTree, treeHere } from './treeHere.ts';
import type { FromTree, ToTree, TreeTask } from './treeThread.ts';

/** Parts of the log that the thread has not hashed yet. */
const partsMax = 16;

const treeInThread = ({ identityKey }: Pick<LogSource, 'identityKey'>, sizes: readonly number[]): LogTree => {
  const workerData: TreeTask = { identityKey, sizes };
  const thread = new Worker(new URL('treeThread.ts', import.meta.url), { workerData });
  const { promise: grown, resolve, reject } = Promise.withResolvers<GrownTree>();
  grown.catch(() => undefined);
  /** The thread gives back what carried the rows. */
  const carriers: ArrayBuffer[] = [];
  let parts = 0;
  let goOn: (() => void) | undefined;
  thread.on('message', (message: FromTree) => {
    if (message.kind === 'grown') return resolve(message.tree);
    carriers.push(message.carrier);
    parts -= 1;
    goOn?.();
  });
  thread.once('error', (error) => {
    reject(error);
    goOn?.();
  });
  const carried = (rows: Uint8Array): Uint8Array<ArrayBuffer> => {
    const known = carriers.pop();
    const carrier =
      known === undefined || known.byteLength < rows.length ? new ArrayBuffer(rows.length) : known;
    const copy = new Uint8Array(carrier, 0, rows.length);
    copy.set(rows);
    return copy;
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
      const copy = carried(rows);
      parts += 1;
      thread.postMessage({ kind: 'rows', rows: copy } satisfies ToTree, [copy.buffer]);
      return parts >= partsMax ? room() : undefined;
    },
    grown: () => {
      thread.postMessage({ kind: 'end' } satisfies ToTree);
      return grown;
    },
    close: async () => void (await thread.terminate()),
  };
};

/** `sizes`: at which its root is asked for. */
export const openLogTree = (source: LogSource, sizes: readonly number[]): LogTree =>
  source.texts.givesRows ? treeInThread(source, sizes) : treeHere(source, sizes);
