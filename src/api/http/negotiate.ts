/** Which of several media types a caller would rather have, by its Accept header (RFC 9110, section 12.5.1). */

interface Range {
  readonly type: string;
  readonly quality: number;
}

const rangesMax = 50;
const rangePattern = /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+|\*\/\*|[a-z0-9!#$&^_.+-]+\/\*)$/;
const qualityPattern = /^(0(\.[0-9]{0,3})?|1(\.0{0,3})?)$/;

const rangeOf = (text: string): Range | undefined => {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  if (!rangePattern.test(type)) return undefined;
  const quality = parameters.find((each) => each.startsWith('q='))?.slice(2) ?? '1';
  return qualityPattern.test(quality) ? { type, quality: Number(quality) } : undefined;
};

/** The most telling range that covers the type decides. */
const qualityOf = (ranges: readonly Range[], type: string): number => {
  const group = `${type.split('/')[0]}/*`;
  for (const covering of [type, group, '*/*']) {
    const range = ranges.find((each) => each.type === covering);
    if (range !== undefined) return range.quality;
  }
  return 0;
};

/** Undefined when none will do. Without a header the first is as good as any; of equals the first is taken. */
export const negotiate = <Type extends string>(
  accept: string | undefined,
  offered: readonly Type[],
): Type | undefined => {
  if (accept === undefined) return offered[0];
  const ranges = accept
    .split(',', rangesMax)
    .map(rangeOf)
    .filter((range) => range !== undefined);
  const rated = offered.map((type) => ({ type, quality: qualityOf(ranges, type) }));
  const best = Math.max(0, ...rated.map(({ quality }) => quality));
  return best === 0 ? undefined : rated.find(({ quality }) => quality === best)?.type;
};
