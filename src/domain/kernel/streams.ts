export interface StreamKind {
  /** Lower case, without `-`: the first `-` of a name ends it. */
  readonly category: string;
}

export const streamOf = ({ category }: StreamKind, id: string): string => `${category}-${id}`;

export const isStreamOf = ({ category }: StreamKind, stream: string): boolean =>
  stream.startsWith(category) && stream[category.length] === '-';

/** The whole name when it has no `-`. */
export const categoryOf = (stream: string): string => {
  const dash = stream.indexOf('-');
  return dash === -1 ? stream : stream.slice(0, dash);
};

/** `a-b` of `showtime-a-b`. */
export const idOfStream = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
