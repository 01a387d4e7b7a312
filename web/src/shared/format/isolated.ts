/** A name within other text, in its own direction: as `<bdi>` does in markup. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;
