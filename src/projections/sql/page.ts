export interface Page<Row> {
  readonly items: readonly Row[];
  /** Opaque; null at the end. */
  readonly nextCursor: string | null;
}

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string;
}

/** The cursor was not made for this list. The API answers 400. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

const pageLimitMax = 100;

export const limitOf = ({ limit }: PageRequest): number =>
  Math.min(Math.max(Math.trunc(limit), 1), pageLimitMax);

/** @param rows one more than `limit` when there is a next page */
export const pageOf = <Raw, Row>(
  rows: readonly Raw[],
  limit: number,
  toRow: (raw: Raw) => Row,
  toCursor: (raw: Raw) => string,
): Page<Row> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items: shown.map(toRow), nextCursor: more ? toCursor(last) : null };
};
