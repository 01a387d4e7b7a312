/** A stranger's eyes: finds and reads the QR code in pixels, and makes pixels of what a PDF fills. */
import { inflateSync } from 'node:zlib';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';

const { default: jsQR } = jsqr;

/** What the QR code in a PNG says; undefined when none is found. */
export const scanPng = (bytes: Uint8Array): string | undefined => {
  const { data, width, height } = PNG.sync.read(Buffer.from(bytes));
  return jsQR(new Uint8ClampedArray(data), width, height)?.data;
};

/** The page's drawing operators. */
const contentOf = (pdf: string): string => {
  for (const [, body = ''] of pdf.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)) {
    try {
      const text = inflateSync(Buffer.from(body, 'latin1')).toString('latin1');
      if (/ (re|m)\s/.test(text) && / l\s/.test(text)) return text;
    } catch {
      // Not every stream is compressed, and a typeface is no drawing.
    }
  }
  throw new Error('the PDF draws nothing');
};

/** Fills every rectangle that the page draws with straight lines into a grid of pixels, and reads that. */
export const scanPdf = (bytes: Uint8Array, width: number, height: number, scale = 4): string | undefined => {
  const content = contentOf(Buffer.from(bytes).toString('latin1'));
  const pixels = new Uint8ClampedArray(width * scale * height * scale * 4).fill(255);
  const number = '(-?[\\d.]+)';
  const rectangle = new RegExp(
    `${number} ${number} m\\n${number} ${number} l\\n${number} ${number} l\\n${number} ${number} l\\nh`,
    'g',
  );
  for (const found of content.matchAll(rectangle)) {
    const [left = 0, top = 0, right = 0, , , bottom = 0] = found
      .slice(1)
      .map((text) => Math.round(Number(text) * scale));
    for (let y = top; y < bottom; y += 1) {
      for (let x = left; x < right; x += 1) pixels.set([0, 0, 0, 255], (y * width * scale + x) * 4);
    }
  }
  return jsQR(pixels, width * scale, height * scale)?.data;
};
