import type { TopLevelSpec } from 'vega-lite';

export class ChartsMissing extends Error {
  override readonly name = 'ChartsMissing';
}

export type ChartRow = Readonly<Record<string, unknown>>;

/** Loaded on demand: a server has no charts to draw. */
const loadCharts = async () => {
  try {
    const [{ parse, View }, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
    return { parse, View, compile };
  } catch (error) {
    throw new ChartsMissing('pictures need vega and vega-lite: install with development packages', {
      cause: error,
    });
  }
};

/** A Vega-Lite chart of the rows, as SVG. Throws ChartsMissing. */
export const drawChart = async (chart: object, rows: readonly ChartRow[]): Promise<string> => {
  const { parse, View, compile } = await loadCharts();
  const spec = { background: 'white', ...chart, data: { values: [...rows] } } as TopLevelSpec;
  const view = new View(parse(compile(spec).spec), { renderer: 'none' });
  try {
    return `${await view.toSVG()}\n`;
  } finally {
    view.finalize();
  }
};
