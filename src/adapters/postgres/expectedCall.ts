import { type AppendResult, positionOf } from '../../ports/EventStore.ts';
import type { AppendConnection } from './appendConnection.ts';
import type { CheckedStreamAppend } from './CheckedStreamAppend.ts';

/** The revision before the first event; undefined for an append that expects nothing. */
const revisionBefore = ({ append: { expected } }: CheckedStreamAppend): number | undefined => {
  if (expected === 'any') return undefined;
  return expected === 'no-stream' ? -1 : expected;
};

const isOneLine = (text: string): boolean => !text.includes('\n');

interface CallColumns {
  readonly streams: string[];
  readonly expected: number[];
  /** Of each event. */
  readonly of: Record<'streams' | 'ids' | 'types' | 'ats' | 'datas' | 'metadatas', string[]>;
  readonly revisions: number[];
  readonly versions: number[];
}

/** Undefined when two are for one stream, one expects nothing, or a text has several lines. */
const columnsOf = (joined: readonly CheckedStreamAppend[]): CallColumns | undefined => {
  const columns: CallColumns = {
    ...{ streams: [], expected: [], revisions: [], versions: [] },
    of: { streams: [], ids: [], types: [], ats: [], datas: [], metadatas: [] },
  };
  const { of } = columns;
  for (const one of joined) {
    const { stream, events } = one.append;
    const before = revisionBefore(one);
    if (before === undefined || !isOneLine(stream)) return undefined;
    columns.streams.push(stream);
    columns.expected.push(before);
    for (const [place, { id, type, version, at }] of events.entries()) {
      const text = one.checked.texts[place];
      if (text === undefined) throw new Error('an append was checked with fewer events than it has');
      if (![type, at, text.data, text.metadata].every(isOneLine)) return undefined;
      of.streams.push(stream);
      columns.revisions.push(before + 1 + place);
      of.ids.push(id);
      of.types.push(type);
      columns.versions.push(version);
      of.ats.push(at);
      of.datas.push(text.data);
      of.metadatas.push(text.metadata);
    }
  }
  return new Set(columns.streams).size === joined.length ? columns : undefined;
};

const lines = (texts: readonly string[]): string => texts.join('\n');
const numbers = (values: readonly number[]): string => `{${values.join(',')}}`;

/**
 * All appends in one statement, if each stream is where its append expects it: nearly always. Undefined when nothing was
 * written, because one is not or because this call is not made for such appends. After a rejection all is unknown.
 */
export const sendExpected = async (
  connection: Pick<AppendConnection, 'query'>,
  joined: readonly CheckedStreamAppend[],
  timeoutMs: number,
): Promise<readonly AppendResult[] | undefined> => {
  const columns = columnsOf(joined);
  if (columns === undefined) return undefined;
  const { streams, expected, of, revisions, versions } = columns;
  const query = {
    name: 'event-log-append-expected',
    text: 'select event_log.append_expected($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) as before',
    values: [
      ...[lines(streams), numbers(expected), lines(of.streams), numbers(revisions), lines(of.ids)],
      ...[lines(of.types), numbers(versions), lines(of.ats), lines(of.datas), lines(of.metadatas)],
    ],
    query_timeout: timeoutMs,
  };
  const { rows } = await connection.query<{ before: string | null }>(query);
  const before = rows[0]?.before ?? null;
  if (before === null) return undefined;
  let last = BigInt(before);
  return joined.map(({ append: { events } }, place) => {
    last += BigInt(events.length);
    return {
      outcome: 'appended',
      revision: (expected[place] ?? -1) + events.length,
      position: positionOf(last),
    };
  });
};
