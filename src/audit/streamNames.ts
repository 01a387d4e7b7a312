export const idOf = (stream: string): string => stream.slice(stream.indexOf('-') + 1);
export const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-')));

/** A name that was cut out of the log keeps hundreds of events alive: here is one of its own. */
export const ownName = (stream: string): string => Buffer.from(stream, 'utf8').toString('utf8');
