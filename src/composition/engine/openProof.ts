import { checkpointSigner, checkpointVerifier } from '../../adapters/keys/checkpointKeys.ts';
import type { Secrets } from '../../adapters/keys/loadSecrets.ts';
import type { Database } from '../../adapters/postgres/openDatabase.ts';
import { openCheckpointStore } from '../../adapters/postgres-proof/openCheckpointStore.ts';
import { httpWitness } from '../../adapters/witness/httpWitness.ts';
import { ConfigRefused } from '../../config/ConfigRefused.ts';
import type { Config } from '../../config.ts';
import type { CheckpointStore } from '../../ports/CheckpointStore.ts';
import type { Witness } from '../../ports/Witness.ts';
import { parseVerifier, type Signer, verifierText } from '../../tlog/note.ts';

export interface Proving {
  readonly checkpoints: CheckpointStore;
  readonly checkpointSigner: Signer;
  /** As published: of the current secret first, then of older ones. */
  readonly checkpointKeys: readonly string[];
  /** Undefined without one in the settings. */
  readonly witness: Witness | undefined;
}

const openWitness = ({ witness }: Config['proof']): Witness | undefined => {
  if (witness === undefined) return undefined;
  const verifier = parseVerifier(witness.key);
  if (verifier?.type === 'cosignature') return httpWitness({ url: witness.url, verifier });
  throw new ConfigRefused('WITNESS_KEY: is not the key of a witness (signature type 4, Ed25519)');
};

/** Throws {@link ConfigRefused} and what the database says. */
export const openProof = async (
  { proof }: Pick<Config, 'proof'>,
  secrets: Secrets,
  database: Database,
  logId: string,
): Promise<Proving> => {
  const origin = proof.origin ?? `marquee/${logId}`;
  const seeds = [secrets.checkpoints, ...secrets.older.map(({ checkpoints }) => checkpoints)];
  return {
    witness: openWitness(proof),
    checkpoints: await openCheckpointStore(database, logId),
    checkpointSigner: checkpointSigner(secrets.checkpoints, origin),
    checkpointKeys: seeds.map((seed) => verifierText(checkpointVerifier(seed, origin))),
  };
};
