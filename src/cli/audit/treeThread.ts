import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { copiedEventsIn } from '../../adapters/postgres/copiedEvents.ts';
import { metadataHider } from '../../composition/engine/hiddenMetadata.ts';
import { type GrownTree, treeHere } from './treeHere.ts';

export interface TreeTask {
  readonly identityKey: Uint8Array;
  readonly sizes: readonly number[];
}

export type ToTree =
  | { readonly kind: 'rows'; readonly rows: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end' };
export type FromTree =
  | { readonly kind: 'taken'; readonly carrier: ArrayBuffer }
  | { readonly kind: 'grown'; readonly tree: GrownTree };

const serve = (port: NonNullable<typeof parentPort>, { identityKey, sizes }: TreeTask): void => {
  const tree = treeHere({ identityKey, hideMetadata: metadataHider(identityKey) }, sizes);
  port.on('message', async (message: ToTree) => {
    if (message.kind === 'end') {
      port.postMessage({ kind: 'grown', tree: await tree.grown() } satisfies FromTree);
      port.close();
      return;
    }
    const { rows } = message;
    void tree.take({ events: copiedEventsIn(rows), reached: '' });
    port.postMessage({ kind: 'taken', carrier: rows.buffer } satisfies FromTree, [rows.buffer]);
  });
};

if (!isMainThread && parentPort !== null) serve(parentPort, workerData as TreeTask);
