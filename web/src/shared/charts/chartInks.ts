export type Ink = 'accent' | 'good' | 'soft' | 'bad';

export type ChartInks = Readonly<Record<Ink | 'line', string>>;

/** The colours of the style sheet, which know light from dark. */
export const readChartInks = (element: Element): ChartInks => {
  const style = getComputedStyle(element);
  const ink = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return {
    accent: ink('accent'),
    good: ink('good'),
    bad: ink('bad'),
    soft: ink('ink-soft'),
    line: ink('line'),
  };
};
