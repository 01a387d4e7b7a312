/** Events in the text format of COPY, in which a backslash escapes and tabs and line feeds separate. */
import type { RecordedText } from '../../ports/LogTexts.ts';

export const copiedColumns =
  'e.position, e.stream, e.revision, e.id, e.type, e.version, e.at, e.data, e.metadata';

const positionDigits = 20;
const lineFeed = 0x0a;
const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };

const unescaped = (text: string): string =>
  text.includes('\\') ? text.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter) : text;

const copiedEvent = (line: string): RecordedText => {
  const [
    position = '',
    stream = '',
    revision,
    id = '',
    type = '',
    version,
    at = '',
    data = '',
    metadata = '',
  ] = line.split('\t');
  return {
    position: position.padStart(positionDigits, '0'),
    stream: unescaped(stream),
    revision: Number(revision),
    id,
    type: unescaped(type),
    version: Number(version),
    at,
    data: unescaped(data),
    metadata: unescaped(metadata),
  };
};

/** Takes what comes over the connection, cut anywhere, and gives the events that are complete. */
export const createCopyReader = (): ((chunk: Buffer) => readonly RecordedText[]) => {
  let rest: Buffer | undefined;
  return (chunk) => {
    const end = chunk.lastIndexOf(lineFeed);
    if (end === -1) {
      rest = rest === undefined ? chunk : Buffer.concat([rest, chunk]);
      return [];
    }
    const whole = chunk.subarray(0, end);
    const text = (rest === undefined ? whole : Buffer.concat([rest, whole])).toString('utf8');
    rest = end + 1 < chunk.length ? chunk.subarray(end + 1) : undefined;
    return text.split('\n').map(copiedEvent);
  };
};
