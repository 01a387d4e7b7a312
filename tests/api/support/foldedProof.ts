/** Builds, signs and audits the tree of a small log for each request. */
import { sealedLine } from '../../../src/api/log/sealedLine.ts';
import type { ProofRoutesDeps } from '../../../src/api/proof/routes.ts';
import { Audit } from '../../../src/audit/Audit.ts';
import { createProofs } from '../../../src/commands/proof/proofs.ts';
import { type EventStore, positionStart } from '../../../src/ports/EventStore.ts';
import { signedCheckpoint, verifierText } from '../../../src/tlog/note.ts';
import { treeRoot } from '../../../src/tlog/treeProofs.ts';
import { memoryTiles } from '../../tlog/memoryTiles.ts';
import { signerOf } from '../../tlog/signers.ts';

const origin = 'cinema.example/log';
const eventsMax = 10_000;

export const foldedProof = (
  { readAll }: Pick<EventStore, 'readAll'>,
  identityKey: Uint8Array,
  nowMs: () => number,
): Omit<ProofRoutesDeps, 'events'> => {
  const signer = signerOf(origin, 3);
  const read = async () => (await readAll(positionStart, { maxCount: eventsMax })).events;
  const tiles = async () => memoryTiles((await read()).map((event) => sealedLine(event, identityKey)));
  const tree = {
    tile: async (level: number, index: number) => (await tiles())(level, index),
    standing: async () => ({ position: (await read()).at(-1)?.position ?? positionStart }),
    indexOf: async (position: string) => {
      const index = (await read()).findIndex((event) => event.position === position);
      return index === -1 ? undefined : index;
    },
  };
  const signed = async () => {
    const size = (await read()).length;
    const root = await treeRoot(await tiles(), size);
    return { size, root, note: signedCheckpoint({ origin, size, root }, signer), signedAtMs: nowMs() };
  };
  const checkpoints = { read: async () => ({ latest: await signed(), cosigned: undefined }) };
  const standing = async () => {
    const audit = new Audit();
    for (const event of await read()) audit.take(event);
    const { position, events, conflictCount: conflicts } = audit;
    return { position, atMs: nowMs(), events, showtimes: audit.showtimes.size, conflicts };
  };
  return {
    ...{ tree, checkpointSigner: signer, checkpointKeys: [verifierText(signer)] },
    proofs: createProofs({ tree, checkpoints }),
    audit: { standing },
  };
};
