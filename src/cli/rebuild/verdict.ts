import type { TableComparison } from '../../ports/ReadStore.ts';
import type { Rebuilt } from '../../projections/engine/rebuildModel.ts';

const number = new Intl.NumberFormat('en');
export const counted = (count: number, what: string): string =>
  `${number.format(count)} ${what}${count === 1 ? '' : 's'}`;

/** `parked` counts streams that could not be applied; its rows are not rows of the model. */
const contents = (compared: readonly TableComparison[]) => compared.filter(({ table }) => table !== 'parked');

const differs = (compared: readonly TableComparison[]): boolean =>
  compared.some(({ differing }) => differing > 0);

export interface Verdict {
  /** The first line is a complete sentence. */
  readonly lines: readonly string[];
  readonly different: boolean;
}

const whatDiffers = ({ table, differing, keys }: TableComparison): string =>
  `  ${table}: ${counted(differing, 'row')} ${differing === 1 ? 'differs' : 'differ'}, such as ${keys.join(' ')}`;

export const verdictOf = (name: string, rebuilt: Rebuilt, mode: 'rebuild' | 'check'): Verdict => {
  const { compared, parked, position } = rebuilt;
  const waiting = parked === 0 ? '' : `; ${counted(parked, 'stream')} parked`;
  if (compared === undefined) {
    const made = mode === 'rebuild' ? `made, there was none; at ${position}${waiting}` : 'NOT THERE';
    return { lines: [`${name}: ${made}`], different: true };
  }
  const tables = contents(compared);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const size = `${counted(rows, 'row')} in ${counted(tables.length, 'table')}`;
  if (!differs(compared)) {
    return { lines: [`${name}: identical, ${size}, at ${position}${waiting}`], different: false };
  }
  const lines = [
    `${name}: DIFFERENT from the log, ${size}, at ${position}${waiting}`,
    ...compared.filter(({ differing }) => differing > 0).map(whatDiffers),
  ];
  return { lines, different: true };
};
