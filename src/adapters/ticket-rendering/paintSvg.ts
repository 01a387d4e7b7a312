import { type Drawing, type DrawnPath, type DrawnText, rounded } from './Drawing.ts';
import { glyphsOf } from './shapeText.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const pathElement = ({ d, fill, stroke, strokeWidth, dash }: DrawnPath): string => {
  const lines = stroke === undefined ? '' : ` stroke="${stroke}" stroke-width="${rounded(strokeWidth ?? 1)}"`;
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${rounded(dash)}"`;
  return `<path d="${d}" fill="${fill ?? 'none'}"${lines}${dashes}/>`;
};

const outlineOf = ({ x, baseline, size, spacing, line }: DrawnText): string => {
  const outlines: string[] = [];
  let pen = x;
  for (const run of line.runs) {
    const scale = size / run.face.font.unitsPerEm;
    const { glyphs, positions } = glyphsOf(run);
    for (const [index, glyph] of glyphs.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {};
      const left = pen + xOffset * scale;
      const bottom = baseline - yOffset * scale;
      outlines.push(glyph.path.transform(scale, 0, 0, -scale, left, bottom).toSVG());
      pen += xAdvance * scale + spacing;
    }
  }
  return outlines.join('');
};

export const paintSvg = ({ width, height, title, description, marks }: Drawing): string => {
  const elements = marks.map((mark) =>
    mark.kind === 'path' ? pathElement(mark) : `<path d="${outlineOf(mark)}" fill="${mark.color}"/>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}pt" height="${height}pt" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    ...elements,
    '</svg>',
    '',
  ].join('\n');
};
