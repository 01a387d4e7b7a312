import { Counter } from 'prom-client';
import { sealedLine } from '../api/log/sealedLine.ts';
import { proofRoutes } from '../api/proof/routes.ts';
import { cosignTree } from '../commands/proof/cosignTree.ts';
import { createProofs } from '../commands/proof/proofs.ts';
import { signTree } from '../commands/proof/signTree.ts';
import { cosignTrees, signTrees } from '../processes/proof/signTrees.ts';
import { auditOfLog } from '../projections/proof/auditOfLog.ts';
import { auditQueries } from '../projections/proof/auditQueries.ts';
import { treeOfLog } from '../projections/proof/treeOfLog.ts';
import { treeQueries } from '../projections/proof/treeQueries.ts';
import { addGauge } from './engine/addGauge.ts';
import type { Parts } from './engine/Parts.ts';
import type { Slice } from './engine/Slice.ts';

const refusalCounter = ({ metrics }: Pick<Parts, 'metrics'>) => {
  const counter = new Counter({
    name: 'marquee_proof_refusals_total',
    help: 'Trees that this process did not sign because they do not extend what was signed (tree), and cosignatures that the witness did not give (witness).',
    labelNames: ['by'] as const,
    registers: [metrics],
  });
  for (const by of ['tree', 'witness']) counter.inc({ by }, 0);
  return { refused: () => counter.inc({ by: 'tree' }), uncosigned: () => counter.inc({ by: 'witness' }) };
};

export const proof: Slice = {
  readers: ({ readStore, clock, logger, secrets }) => {
    const leafOf = (event: Parameters<typeof sealedLine>[0]) => sealedLine(event, secrets.guestIdentity);
    const onConflict = (conflict: object): void => logger.error(conflict, 'the log breaks a promise');
    return [treeOfLog(readStore, leafOf), auditOfLog({ readStore, clock, onConflict })];
  },
  jobs: (parts) => {
    const { readStore, checkpoints, checkpointSigner: signer, witness, clock, logger } = parts;
    const tree = treeQueries(readStore);
    const counts = refusalCounter(parts);
    const signing = signTrees(() => signTree({ tree, checkpoints, signer, clock }), counts, logger);
    if (witness === undefined) return [signing];
    const cosign = () => cosignTree({ tile: tree.tile, checkpoints, witness, clock });
    return [signing, cosignTrees(cosign, counts, logger)];
  },
  routes: (app, parts) => {
    const tree = treeQueries(parts.readStore);
    const proofs = createProofs({ tree, checkpoints: parts.checkpoints });
    proofRoutes(app, { ...parts, tree, proofs, audit: auditQueries(parts.readStore) });
  },
  metrics: ({ metrics, readStore, checkpoints, witness, clock }) => {
    const audit = auditQueries(readStore);
    const conflicts = {
      name: 'marquee_audit_conflicts',
      help: 'Places where the log breaks a promise, on all nodes together.',
    };
    const position = { name: 'marquee_audit_position', help: 'Up to where the log has been checked.' };
    const age = {
      name: 'marquee_proof_cosignature_age_seconds',
      help: 'Since when the witness has not cosigned the tree.',
    };
    addGauge(metrics, conflicts, async () => (await audit.standing())?.conflicts ?? 0);
    addGauge(metrics, position, async () => Number((await audit.standing())?.position ?? 0));
    if (witness === undefined) return;
    const sinceMs = clock.nowMs();
    addGauge(metrics, age, async () => {
      const { cosigned } = await checkpoints.read();
      return (clock.nowMs() - (cosigned?.signedAtMs ?? sinceMs)) / 1_000;
    });
  },
};
