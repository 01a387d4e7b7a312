/** Reads the text that Prometheus scrapes. Every line must be of that format; a bad one is an error. */

const sample = /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-zA-Z_]\w*="(?:[^"\\\n]|\\.)*",?)*\})?) (\S+)$/;
const comment = /^# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+$/;

/** Values by name with labels, as written: `up{node="a"}`. */
export const samplesOf = (text: string): ReadonlyMap<string, number> => {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || comment.test(line)) continue;
    const [, key, value] = sample.exec(line) ?? [];
    if (key === undefined || value === undefined) throw new Error(`not of the format: ${line}`);
    if (samples.has(key)) throw new Error(`twice: ${key}`);
    samples.set(key, value === '+Inf' ? Number.POSITIVE_INFINITY : Number(value));
  }
  return samples;
};
