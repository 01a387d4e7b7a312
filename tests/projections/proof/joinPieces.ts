import { createPieceJoiner } from '../../../src/projections/proof/pieces.ts';

export const joinPieces = <Value extends object>(pieces: Iterable<Uint8Array>): Value => {
  const joiner = createPieceJoiner<Value>();
  for (const piece of pieces) joiner.add(piece);
  return joiner.whole();
};
