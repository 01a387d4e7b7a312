import { type ChartRow, drawChart } from '../../adapters/charts/drawChart.ts';
import type { Run } from './report.ts';
import { type OtherRules, rulesText } from './rules.ts';
import type { CurvePoint } from './tally.ts';
import type { Whatif } from './whatif.ts';

const pointsMax = 300;
const hourMs = 3_600_000;
const panels = { sold: 'seats sold', refused: 'guests who lost' } as const;

/** Every so many-th point, and the last. */
const thinned = (curve: readonly CurvePoint[]): readonly CurvePoint[] => {
  const step = Math.ceil(curve.length / pointsMax);
  return curve.filter((_, at) => at % step === 0 || at === curve.length - 1);
};

const chartRows = (runs: readonly Run[], startMs: number): readonly ChartRow[] => {
  const ends = runs.map(({ outcome }) => outcome.curve.at(-1)?.atMs ?? startMs);
  const endMs = Math.max(...ends);
  return runs.flatMap(({ name, outcome: { curve } }) => {
    const last = curve.at(-1) ?? { sold: 0, refused: 0 };
    const points = [{ atMs: startMs, sold: 0, refused: 0 }, ...thinned(curve), { ...last, atMs: endMs }];
    return points.flatMap(({ atMs, sold, refused }) => [
      { run: name, panel: panels.sold, hours: (atMs - startMs) / hourMs, count: sold },
      { run: name, panel: panels.refused, hours: (atMs - startMs) / hourMs, count: refused },
    ]);
  });
};

const panelOf = (panel: string, isLast: boolean) => ({
  width: 560,
  height: 180,
  transform: [{ filter: { field: 'panel', equal: panel } }],
  mark: { type: 'line', interpolate: 'step-after' },
  encoding: {
    x: {
      field: 'hours',
      type: 'quantitative',
      title: isLast ? 'hours after sales opened' : null,
    },
    y: { field: 'count', type: 'quantitative', title: panel },
    color: { field: 'run', type: 'nominal', sort: null, title: null, legend: { orient: 'bottom' } },
    strokeDash: { field: 'run', type: 'nominal', sort: null, title: null },
  },
});

/** As SVG. Throws ChartsMissing. */
export const drawPicture = (
  { runs, sale: { startMs, currency } }: Pick<Whatif, 'runs' | 'sale'>,
  rules: OtherRules,
): Promise<string> => {
  const title = `Other rules: ${rulesText(rules, currency)}`;
  const vconcat = [panelOf(panels.sold, false), panelOf(panels.refused, true)];
  return drawChart({ title, vconcat }, chartRows(runs, startMs));
};
