type Row = Readonly<Record<string, unknown>>;

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const isNumber = (text: string): boolean => /^-?\d+(?:\.\d+)?$/.test(text);

/** Columns side by side, numbers to the right. */
export const tableText = (rows: readonly Row[]): string => {
  const names = Object.keys(rows[0] ?? {});
  const cells = rows.map((row) => names.map((name) => shown(row[name])));
  const widths = names.map((name, at) => Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const line = (texts: readonly string[], toRight: (at: number) => boolean): string =>
    texts
      .map((text, at) => (toRight(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  const isNumeric = (at: number): boolean =>
    cells.every((row) => row[at] === '' || isNumber(row[at] ?? '')) && cells.some((row) => row[at] !== '');
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(names, isNumeric), rule, ...cells.map((row) => line(row, isNumeric))].join('\n');
};
