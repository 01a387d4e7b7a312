import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/**
 * The JSON of a file inside an installed package, checked. `entry` is the resolved URL of the package's entry point
 * and `fromEntry` the file's path as seen from there: what a package exports may forbid asking for the file itself.
 * Throws with the file's URL when it is missing or does not have the shape that is asked for.
 */
export const readPackageJson = async <Shape extends z.ZodType>(
  entry: string,
  fromEntry: string,
  shape: Shape,
): Promise<z.output<Shape>> => {
  const file = new URL(fromEntry, entry);
  const parsed = shape.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${file.href} is not as expected: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};
