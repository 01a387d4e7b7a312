/** Medians, percentiles and their spread. */
export const ascending = (values: readonly number[]): readonly number[] =>
  values.toSorted((one, other) => one - other);

export const median = (values: readonly number[]): number =>
  ascending(values)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Of values that are sorted already. */
export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Distance of the farthest value from `middle`, as a share of it; undefined for a single value. */
export const spread = (values: readonly number[], middle = median(values)): number | undefined =>
  values.length < 2 ? undefined : Math.max(...values.map((value) => Math.abs(value - middle) / middle));
