import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const chunkChars = 1 << 20;

/** In the text format of COPY a backslash escapes; JSON has no raw tabs or line feeds. */
export const escaped = (text: string): string => (text.includes('\\') ? text.replaceAll('\\', '\\\\') : text);

export interface LineCopy {
  /** A row with its line feed. */
  write(line: string): void;
  /** Waits until the database has taken most of what was written. */
  drained(): Promise<void>;
  finish(): Promise<void>;
}

/** Sends rows in the text format of COPY, many at a time. */
export const openLineCopy = (client: pg.Client, copySql: string): LineCopy => {
  const stream = client.query(copyFrom(copySql));
  let lines: string[] = [];
  let chars = 0;
  let full = false;
  const flush = (): void => {
    full = !stream.write(lines.join(''));
    lines = [];
    chars = 0;
  };
  return {
    write: (line) => {
      lines.push(line);
      chars += line.length;
      if (chars >= chunkChars) flush();
    },
    drained: async () => {
      flush();
      if (full) await once(stream, 'drain');
    },
    finish: async () => {
      flush();
      stream.end();
      await finished(stream);
    },
  };
};
