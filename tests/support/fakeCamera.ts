/** A film for Chromium's fake camera: one picture with a code on white, as a phone is held before the gate. */
import { writeFile } from 'node:fs/promises';
import QRCode from 'qrcode';

const [width, height] = [640, 480];
const margin = 40;
const framesPerSecond = 10;
const frames = 10;
const [white, black, grey] = [235, 16, 128];

/** Brightness by row, then no colour (YUV 4:2:0). */
const frameOf = (code: string): Buffer => {
  const { modules } = QRCode.create(code, { errorCorrectionLevel: 'M' });
  const scale = Math.floor((height - 2 * margin) / modules.size);
  const side = modules.size * scale;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  const luma = Buffer.alloc(width * height, white);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const isDark = modules.get(Math.floor(y / scale), Math.floor(x / scale)) !== 0;
      if (isDark) luma[(top + y) * width + left + x] = black;
    }
  }
  return Buffer.concat([luma, Buffer.alloc((width * height) / 2, grey)]);
};

/** Arguments for a Chromium that sees the code. `file` ends in `.y4m`. */
export const filmCode = async (code: string, file: string): Promise<readonly string[]> => {
  const frame = Buffer.concat([Buffer.from('FRAME\n'), frameOf(code)]);
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
  await writeFile(file, Buffer.concat([head, ...Array.from({ length: frames }, () => frame)]));
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${file}`,
  ];
};
