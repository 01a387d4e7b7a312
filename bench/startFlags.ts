import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const packageSchema = z.object({ scripts: z.object({ start: z.string() }) });

/** What `npm start` of a checkout gives to Node. */
export const startFlags = (checkout = path.resolve(import.meta.dirname, '..')): readonly string[] => {
  const text = readFileSync(path.join(checkout, 'package.json'), 'utf8');
  const [, flags = ''] =
    /^node (.*)src\/main\.ts$/.exec(packageSchema.parse(JSON.parse(text)).scripts.start) ?? [];
  return flags.split(' ').filter((flag) => flag !== '');
};
