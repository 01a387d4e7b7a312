import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Relative to the package's resolved `entry`: its `exports` may forbid resolving the file. Throws for a wrong shape. */
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
