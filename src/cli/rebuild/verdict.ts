/** What is said of a rebuilt model in a line or a few. Keys of rows are ids; nothing else of a row is shown. */
import type { TableComparison } from '../../ports/ReadStore.ts';
import type { Rebuilt } from '../../projections/runner/rebuildModel.ts';

const number = new Intl.NumberFormat('en');
const counted = (count: number, what: string): string =>
  `${number.format(count)} ${what}${count === 1 ? '' : 's'}`;

/** How many streams could not be applied stands in a table of the model, but is none of its rows. */
const contents = (compared: readonly TableComparison[]) => compared.filter(({ table }) => table !== 'parked');

export const differs = ({ compared }: Rebuilt): boolean =>
  compared?.some(({ differing }) => differing > 0) === true;

const whatDiffers = ({ table, differing, keys }: TableComparison): string =>
  `  ${table}: ${counted(differing, 'row')} ${differing === 1 ? 'differs' : 'differ'}, such as ${keys.join(' ')}`;

/** The first line is a whole sentence about the model; further lines say where it differs. */
export const verdictOf = (name: string, rebuilt: Rebuilt): readonly string[] => {
  const { compared, parked, position } = rebuilt;
  const waiting = parked === 0 ? '' : `; ${counted(parked, 'stream')} parked`;
  if (compared === undefined) return [`${name}: made, there was none; at ${position}${waiting}`];
  const tables = contents(compared);
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  const size = `${counted(rows, 'row')} in ${counted(tables.length, 'table')}`;
  if (!differs(rebuilt)) return [`${name}: identical, ${size}, at ${position}${waiting}`];
  return [
    `${name}: DIFFERENT from the log, ${size}, at ${position}${waiting}`,
    ...compared.filter(({ differing }) => differing > 0).map(whatDiffers),
  ];
};
