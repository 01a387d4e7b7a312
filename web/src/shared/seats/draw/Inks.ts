import type { SeatType } from '../plan/SeatPlan.ts';

export interface Inks {
  readonly types: Readonly<Record<SeatType, string>>;
  readonly ground: string;
  readonly own: string;
  readonly onOwn: string;
  readonly taken: string;
  readonly soft: string;
  readonly line: string;
}

const seatTypes: readonly SeatType[] = [
  'regular',
  'premium',
  'recliner',
  'couple',
  'wheelchair',
  'companion',
];

/** The colours of the style sheet, which know light from dark. */
export const readInks = (element: Element): Inks => {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    types: Object.fromEntries(seatTypes.map((type) => [type, ink(`seat-${type}`)])) as Inks['types'],
    ground: ink('raised'),
    own: ink('accent'),
    onOwn: ink('on-accent'),
    taken: ink('seat-taken'),
    soft: ink('ink-soft'),
    line: ink('line-strong'),
  };
};
