/** Text remains text, which can be searched, copied and read aloud. */
import PDFDocument from 'pdfkit';
import type { Drawing, DrawnPath, DrawnText } from './Drawing.ts';

type Page = PDFKit.PDFDocument;

const paintPath = (page: Page, { d, fill, stroke, strokeWidth, dash }: DrawnPath): void => {
  if (fill !== undefined) page.path(d).fill(fill);
  if (stroke === undefined) return;
  page.path(d).lineWidth(strokeWidth ?? 1);
  if (dash === undefined) page.undash();
  else page.dash(dash, { space: dash });
  page.stroke(stroke);
};

const paintText = (page: Page, { x, baseline, size, color, spacing, line }: DrawnText): void => {
  page.fillColor(color).fontSize(size);
  let pen = x;
  for (const { face, text, width, glyphs } of line.runs) {
    page.font(face.name).text(text, pen, baseline, {
      baseline: 'alphabetic',
      lineBreak: false,
      characterSpacing: spacing,
      // With a list of features, even empty, a run is shaped as a whole; without, word by word in reading order.
      features: [],
    });
    pen += width * size + glyphs * spacing;
  }
};

const paintMarks = (page: Page, marks: Drawing['marks'], registered: Set<string>): void => {
  for (const mark of marks) {
    if (mark.kind === 'path') {
      paintPath(page, mark);
      continue;
    }
    for (const { face } of mark.line.runs) {
      if (registered.has(face.name)) continue;
      page.registerFont(face.name, Buffer.from(face.bytes));
      registered.add(face.name);
    }
    paintText(page, mark);
  }
};

export const paintPdf = (drawing: Drawing): Promise<Uint8Array> => paintPages([drawing], drawing.title);

/** A page for each drawing. */
export const paintPages = async (drawings: readonly Drawing[], title: string): Promise<Uint8Array> => {
  const page = new PDFDocument({
    autoFirstPage: false,
    margin: 0,
    lang: 'en',
    displayTitle: true,
    info: { Title: title, Creator: 'Marquee' },
  });
  const chunks: Buffer[] = [];
  const written = new Promise<void>((resolve, reject) => {
    page.on('data', (chunk: Buffer) => chunks.push(chunk));
    page.once('end', resolve);
    page.once('error', reject);
  });
  const registered = new Set<string>();
  for (const { width, height, marks } of drawings) {
    page.addPage({ size: [width, height], margin: 0 });
    paintMarks(page, marks, registered);
  }
  page.end();
  await written;
  return new Uint8Array(Buffer.concat(chunks));
};
