import { create } from 'qrcode';
import { rounded } from './Drawing.ts';

/** Quiet zone of the standard, in modules on each side. */
const quietModules = 4;

/** SVG path data in a square of `side`, quiet zone included. Throws when the text is too long. */
export const qrPath = (text: string, x: number, y: number, side: number): string => {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const module = side / (modules.size + 2 * quietModules);
  const at = (start: number, count: number): string => rounded(start + (count + quietModules) * module);
  const height = rounded(module);
  const bars: string[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    let from = 0;
    for (let column = 0; column <= modules.size; column += 1) {
      if (column < modules.size && modules.get(row, column) === 1) continue;
      if (column > from) {
        const width = rounded((column - from) * module);
        bars.push(`M${at(x, from)} ${at(y, row)}h${width}v${height}h-${width}z`);
      }
      from = column + 1;
    }
  }
  return bars.join('');
};
