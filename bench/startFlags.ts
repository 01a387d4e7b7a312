import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageSchema = z.object({ scripts: z.object({ start: z.string() }) });

/** What `npm start` gives to Node. */
export const startFlags = (): readonly string[] => {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  const [, flags = ''] =
    /^node (.*)src\/main\.ts$/.exec(packageSchema.parse(JSON.parse(text)).scripts.start) ?? [];
  return flags.split(' ').filter((flag) => flag !== '');
};
