/** Reads data files out of installed packages, without loading the packages' code. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';

const require = createRequire(import.meta.url);

/**
 * The JSON of a file inside an installed package, checked. `fromEntry` is the file's path as seen from the
 * folder of the package's entry point: what a package exports may forbid asking for the file itself.
 * Throws with the file's path when it is missing or does not have the shape that is asked for.
 */
export const readPackageJson = async <Shape extends z.ZodType>(
  packageName: string,
  fromEntry: string,
  shape: Shape,
): Promise<z.output<Shape>> => {
  const file = path.join(path.dirname(require.resolve(packageName)), fromEntry);
  const parsed = shape.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file} is not as expected: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};
