/** Headers of a write that replaces the version shown, and no newer one; made once per write, also when it is sent again. */
export const versionHeader = (version: number) => ({
  'Idempotency-Key': crypto.randomUUID(),
  'If-Match': `"${version}"`,
});
