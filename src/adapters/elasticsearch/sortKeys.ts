import type { SearchKey } from '../../ports/SearchIndex.ts';

/** By code point: JavaScript compares UTF-16 units. */
const compareText = (a: string, b: string): number =>
  a === b ? 0 : Buffer.compare(Buffer.from(a), Buffer.from(b));

export const compareKeys = (a: SearchKey, b: SearchKey): number =>
  a[0] - b[0] || compareText(a[1], b[1]) || compareText(a[2], b[2]);
