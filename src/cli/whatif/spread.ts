/** The fractions of its multiples are spread evenly, so that few draws already have the shares of the whole. */
const goldenRatio = 0.618_033_988_749_895;

/** From 0 to below 1, the same in every run. */
export const spread = (nth: number): number => ((nth + 1) * goldenRatio) % 1;
