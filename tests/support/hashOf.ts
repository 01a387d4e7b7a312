import { createHash } from 'node:crypto';

const plain = (_key: string, value: unknown): unknown => {
  if (value instanceof Map) return [...value];
  return ArrayBuffer.isView(value) ? Buffer.from(value.buffer).toString('base64') : value;
};

/** Of a value as JSON, for results that are pinned. */
export const hashOf = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value, plain)).digest('hex');
