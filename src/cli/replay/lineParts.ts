import { createHash } from 'node:crypto';
import path from 'node:path';
import { lineOfText } from '../../api/log/shownText.ts';
import type { OpenPart } from './PartWriter.ts';
import { SpoolFile } from './SpoolFile.ts';

/** One event a line, as `GET /v1/events` gives them. */
export const openLinePart: OpenPart = async (work, place) => {
  const hash = createHash('sha256');
  const spool = await SpoolFile.open(path.join(work, `${place}.ndjson`), (bytes) => void hash.update(bytes));
  let unreadable = 0;
  return {
    add: (event) => {
      if (event.data === undefined) unreadable += 1;
      spool.add(event.position, lineOfText(event));
    },
    flush: async () => undefined,
    finish: async () => {
      await spool.finish({ durable: true });
      const name = `events/${spool.span}.ndjson`;
      const file = { path: name, events: spool.lines, bytes: spool.bytes, sha256: hash.digest('hex') };
      return { files: [file], drafts: new Map([[name, spool.path]]), unreadable };
    },
    abandon: () => spool.finish({ durable: false }),
  };
};
