import { openMemoryUsedProofs } from '../../../src/adapters/memory/memoryUsedProofs.ts';
import { usedProofsContract } from '../../contracts/usedProofsContract.ts';

usedProofsContract(async () => {
  const proofs = openMemoryUsedProofs({ nowMs: () => Date.now() });
  return [proofs, proofs];
});
