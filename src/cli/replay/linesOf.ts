import { createReadStream } from 'node:fs';

/** The lines of a piece of the file at a time. Only a line feed ends a line: `readline` would also split at U+2028. */
export async function* linesOf(file: string): AsyncGenerator<readonly string[], void> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
  if (rest !== '') yield [rest];
}
