/** A4 landscape: a table of movies, sums by currency and distributor, and room for two signatures on the last page. */
import type { Statement } from '../../ports/StatementRenderer.ts';
import type { Drawing } from './Drawing.ts';
import type { FontStack } from './FontStack.ts';
import { createSheet, type Sheet } from './Sheet.ts';
import { lineBetween } from './shapes.ts';
import { cleanText } from './shapeText.ts';
import { type Cells, cellsOf, headCells, sumRows } from './statementText.ts';
import { ink, label, shade } from './style.ts';

const page = { width: 842, height: 595 } as const;
const left = 40;
const right = page.width - left;
const tableTop = 120;
const rowHeight = 20;
const rowsPerPage = 19;
/** Rows that the signatures take the place of. */
const signatureRows = 6;

const gap = 6;
/** Widths of the columns; the first two hold texts, all others figures. */
const widths = [180, 130, 30, 40, 40, 46, 48, 62, 60, 62, 64] as const;
const textColumns = 2;
const twoLines = { linesMax: 2, height: 18, sizes: [9, 8, 7] } as const;
const oneLine = { sizes: [9, 8, 7, 6] } as const;

const drawRow = (sheet: Sheet, cells: Cells, y: number, weight: 'regular' | 'bold'): void => {
  let x = left;
  for (const [column, width] of widths.entries()) {
    const text = cells[column] ?? '';
    const place = { text, y, width: width - gap, weight, color: ink } as const;
    if (text !== '' && column < textColumns) sheet.text({ ...place, ...twoLines, x });
    else if (text !== '') sheet.text({ ...place, ...oneLine, x: x + gap, align: 'right' });
    x += width;
  }
};

const headingOf = ({ number }: Statement): string =>
  number === undefined ? 'Settlement, not issued' : `Settlement, statement ${number}`;

const drawHead = (sheet: Sheet, statement: Statement, place: string): void => {
  const { theater, businessDate, position, asOf, logId } = statement;
  const width = right - left;
  sheet.text({ ...label, text: headingOf(statement).toUpperCase(), x: left, y: 36, width });
  sheet.text({
    text: place,
    x: left,
    y: 36,
    width,
    align: 'right',
    weight: 'regular',
    sizes: [8],
    color: shade,
  });
  sheet.text({ text: theater, x: left, y: 48, width: 520, weight: 'bold', sizes: [20, 16, 13], color: ink });
  const date = { text: businessDate, x: left, y: 50, width, align: 'right' } as const;
  sheet.text({ ...date, weight: 'bold', sizes: [16], color: ink });
  const stamp = `All events of log ${logId} up to position ${position}${asOf === null ? '' : `, ${asOf}`}`;
  sheet.text({ text: stamp, x: left, y: 78, width, weight: 'regular', sizes: [8, 7], color: shade });
  drawRow(sheet, headCells, tableTop - 18, 'bold');
  sheet.path({ d: lineBetween(left, right, tableTop - 4), stroke: ink, strokeWidth: 0.8 });
};

const drawSignatures = (sheet: Sheet): void => {
  const y = page.height - 84;
  for (const [place, who] of ['For the theater', 'For the distributor'].entries()) {
    const x = left + place * 400;
    sheet.path({ d: lineBetween(x, x + 340, y + 34), stroke: ink, strokeWidth: 0.6 });
    sheet.text({ ...label, text: who.toUpperCase(), x, y: y - 8, width: 340 });
    const what = { text: 'Name, date, signature', x, y: y + 38, width: 340 } as const;
    sheet.text({ ...what, weight: 'regular', sizes: [7.5], color: shade });
  }
};

interface Row {
  readonly cells: Cells;
  readonly weight: 'regular' | 'bold';
}

/** Nothing is signed on a page without the sums. */
const cut = (lines: readonly Row[], sums: readonly Row[]): readonly (readonly Row[])[] => {
  const parts: (readonly Row[])[] = [];
  let rows: readonly Row[] = [...lines, ...sums];
  while (rows.length > rowsPerPage - signatureRows) {
    const count = Math.min(rowsPerPage, Math.max(1, rows.length - sums.length));
    parts.push(rows.slice(0, count));
    rows = rows.slice(count);
  }
  return [...parts, rows];
};

export const layOutStatement = (statement: Statement, fonts: FontStack): readonly Drawing[] => {
  const { lines } = statement;
  const parts = cut(
    lines.map((line) => ({ cells: cellsOf(line), weight: 'regular' })),
    sumRows(lines).map((cells) => ({ cells, weight: 'bold' })),
  );
  const title = cleanText(`${statement.theater}: settlement of ${statement.businessDate}`);
  return parts.map((rows, index) => {
    const sheet = createSheet(fonts);
    drawHead(sheet, statement, `Page ${index + 1} of ${parts.length}`);
    for (const [place, { cells, weight }] of rows.entries()) {
      drawRow(sheet, cells, tableTop + place * rowHeight, weight);
    }
    if (index === parts.length - 1) drawSignatures(sheet);
    return { ...page, title, description: title, marks: sheet.marks };
  });
};
