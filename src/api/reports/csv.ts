import { stringify } from 'csv-stringify/sync';
import type { FlatRow } from './views.ts';

/**
 * With the columns of all rows, in order of their first appearance. A text that a spreadsheet would take for a formula
 * begins with an apostrophe; numbers stay as they are.
 */
export const csvOf = (rows: readonly FlatRow[], columns: readonly string[]): string =>
  stringify([...rows], {
    header: true,
    columns: [...new Set([...rows.flatMap(Object.keys), ...columns])],
    record_delimiter: 'windows',
    escape_formulas: true,
    cast: { number: (value) => ({ value: String(value), escape_formulas: false }) },
  });
