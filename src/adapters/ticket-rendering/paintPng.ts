import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import type { Drawing } from './Drawing.ts';
import { paintSvg } from './paintSvg.ts';

/** Per point: six pixels for a module of the QR code. */
const pixelsPerPoint = 3;

/** The library can be initialised only once. */
let engine: Promise<void> | undefined;

const startEngine = async (): Promise<void> => {
  await initWasm(await readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')));
};

export const paintPng = async (drawing: Drawing): Promise<Uint8Array> => {
  engine ??= startEngine();
  await engine;
  const picture = new Resvg(paintSvg(drawing), {
    fitTo: { mode: 'width', value: drawing.width * pixelsPerPoint },
    font: { loadSystemFonts: false },
  });
  try {
    const image = picture.render();
    try {
      return image.asPng();
    } finally {
      image.free();
    }
  } finally {
    picture.free();
  }
};
