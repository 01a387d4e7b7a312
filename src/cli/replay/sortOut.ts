import { eventCatalog } from '../../domain/eventCatalog.ts';
import { positionOf } from '../../ports/EventStore.ts';
import { linesOf } from './linesOf.ts';
import type { TableSpool } from './TableSpool.ts';

interface SpooledLine {
  readonly p: number;
  readonly v: number;
  readonly d?: unknown;
}

const isReadable = (type: string, { v: version, d: data = {} }: SpooledLine): boolean => {
  try {
    return eventCatalog.get(type)?.definition.read(version, data) !== undefined;
  } catch {
    return false;
  }
};

/** Separates the lines that their event's schema refuses, as lines of the table of the unreadable. */
export const sortOut = async (
  type: string,
  from: string,
  good: TableSpool,
  bad: TableSpool,
): Promise<void> => {
  for await (const lines of linesOf(from)) {
    for (const line of lines) {
      const spooled = JSON.parse(line) as SpooledLine;
      const position = positionOf(BigInt(spooled.p));
      if (isReadable(type, spooled)) await good.add(position, `${line}\n`);
      else await bad.add(position, `${JSON.stringify({ ...spooled, y: type, d: spooled.d })}\n`);
    }
  }
};
