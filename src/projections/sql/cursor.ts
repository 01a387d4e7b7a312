/** Opaque cursors: the sort key of a page's last row, bound to the kind of list that it came from. */
import type { z } from 'zod';
import { InvalidCursor } from './page.ts';

const cursorCharsMax = 4_000;

export const encodeCursor = (kind: string, key: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([kind, ...key])).toString('base64url');

const parse = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
};

/** The sort key inside, of the list's shape. Throws {@link InvalidCursor}. */
export const decodeCursor = <Key>(kind: string, keySchema: z.ZodType<Key>, cursor: string): Key => {
  const parts = cursor.length > cursorCharsMax ? undefined : parse(cursor);
  if (!Array.isArray(parts) || parts[0] !== kind) throw new InvalidCursor(`not a cursor of ${kind}`);
  const key = keySchema.safeParse(parts.slice(1));
  if (!key.success) throw new InvalidCursor(`not a cursor of ${kind}`);
  return key.data;
};
