/** A stream's name is `<category>-<id>`. Names are built and taken apart here only. */

export interface StreamKind {
  /** Lower case, without `-`: the first `-` of a name ends it. */
  readonly category: string;
}

export const streamOf = ({ category }: StreamKind, id: string): string => `${category}-${id}`;

export const isStreamOf = ({ category }: StreamKind, stream: string): boolean =>
  stream.startsWith(category) && stream[category.length] === '-';

/** What stands before the first `-`; the whole name when it has none. */
export const categoryOf = (stream: string): string => {
  const dash = stream.indexOf('-');
  return dash === -1 ? stream : stream.slice(0, dash);
};

/** What stands behind the first `-`: `a-b` of `showtime-a-b`. */
export const idOfStream = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
