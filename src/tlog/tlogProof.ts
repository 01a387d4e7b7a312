/** C2SP tlog-proof: an inclusion proof and its checkpoint in one file. */
export const tlogProof = (index: number, hashes: readonly Uint8Array[], checkpoint: string): string =>
  [
    'c2sp.org/tlog-proof@v1',
    `index ${index}`,
    ...hashes.map((hash) => Buffer.from(hash).toString('base64')),
    '',
    checkpoint,
  ].join('\n');
