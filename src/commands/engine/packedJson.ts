import { promisify } from 'node:util';
import { constants, deflate, inflate } from 'node:zlib';

const deflated = promisify(deflate);
const inflated = promisify(inflate);

const unpackedBytesMax = 64 * 1024 * 1024;

/** JSON, deflated, in base64. Compressed on another thread. */
export const packJson = async (value: unknown): Promise<string> =>
  (await deflated(JSON.stringify(value), { level: constants.Z_BEST_SPEED })).toString('base64');

/** Undefined for what `packJson` did not make. */
export const unpackJson = async (packed: unknown): Promise<unknown> => {
  if (typeof packed !== 'string') return undefined;
  try {
    const text = await inflated(Buffer.from(packed, 'base64'), { maxOutputLength: unpackedBytesMax });
    return JSON.parse(text.toString());
  } catch {
    return undefined;
  }
};
