import type { Revocations } from '../../ports/Revocations.ts';

export const openMemoryRevocations = (): Revocations => {
  const revoked = new Set<string>();
  return {
    isRevoked: (id) => revoked.has(id),
    revoke: async (id) => void revoked.add(id),
  };
};
