import { type StreamKind, streamOf } from '../../domain/kernel/streams.ts';

/** An expression for the name of the stream whose id the expression `id` is; null where that is. */
export const streamSql = (kind: StreamKind, id: string): string => `'${streamOf(kind, '')}' || ${id}`;

/** The same where the category is an expression, too. */
export const streamOfColumnsSql = (category: string, id: string): string =>
  `${category}::text || '${streamOf({ category: '' }, '')}' || ${id}`;

/** A condition: whether the expression `stream` names a stream of this kind. */
export const isStreamSql = (kind: StreamKind, stream: string): string =>
  `${stream} LIKE '${streamOf(kind, '')}%'`;

/** An expression for the id, a UUID, in the name of a stream of this kind; null where `stream` names another one. */
export const idOfStreamSql = (kind: StreamKind, stream: string): string =>
  `substring(${stream}, '^${streamOf(kind, '')}([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$')::uuid`;
