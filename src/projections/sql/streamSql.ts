import { type StreamKind, streamOf } from '../../domain/kernel/streams.ts';

/** An expression for the name of the stream whose id the expression `id` is; null where that is. */
export const streamSql = (kind: StreamKind, id: string): string => `'${streamOf(kind, '')}' || ${id}`;

/** A condition: whether the expression `stream` names a stream of this kind. */
export const isStreamSql = (kind: StreamKind, stream: string): string =>
  `${stream} LIKE '${streamOf(kind, '')}%'`;

/** An expression for the id in the name that the expression `stream` is. */
export const idOfStreamSql = (stream: string): string => `substr(${stream}, strpos(${stream}, '-') + 1)`;
