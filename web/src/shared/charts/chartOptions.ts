import uPlot from 'uplot';
import type { ChartInks, Ink } from './chartInks.ts';

export interface ChartLine {
  readonly label: string;
  readonly ink: Ink;
  /** `steps`: it keeps its value until the next one. */
  readonly shape: 'line' | 'steps' | 'bars';
}

export interface ChartWords {
  readonly lines: readonly ChartLine[];
  /** What stands on the axis from left to right. */
  readonly xLabel: string;
  readonly xText: (x: number) => string;
  readonly yText: (y: number) => string;
}

const heightPx = 220;
const font = '12px system-ui, sans-serif';
const yAxisPx = 64;
/** Between two names on the axis of time. */
const xSpacePx = 120;

const { stepped, bars } = uPlot.paths;
const drawers: Readonly<Record<ChartLine['shape'], Pick<uPlot.Series, 'paths'>>> = {
  line: {},
  steps: stepped === undefined ? {} : { paths: stepped({ align: 1 }) },
  bars: bars === undefined ? {} : { paths: bars({ size: [0.7, 48] }) },
};

const seriesOf = (line: ChartLine, inks: () => ChartInks, yText: ChartWords['yText']): uPlot.Series => ({
  label: line.label,
  stroke: () => inks()[line.ink],
  width: 2,
  points: { show: false },
  value: (_chart, y) => (y === null ? '' : yText(y)),
  ...(line.shape === 'bars' ? { fill: () => inks()[line.ink] } : {}),
  ...drawers[line.shape],
});

/** The first and the last are as wide as all others. */
const roomForBars = (_chart: uPlot, low: number, high: number): [number, number] => [low - 0.6, high + 0.6];

/** `mark`: where a line goes through the chart from top to bottom. */
export const chartOptions = (
  { lines, xLabel, xText, yText }: ChartWords,
  inks: () => ChartInks,
  mark: () => number | undefined,
): Omit<uPlot.Options, 'width'> => {
  const axis = { stroke: () => inks().soft, font, grid: { stroke: () => inks().line, width: 1 } };
  const drawMark = ({ ctx, bbox, valToPos }: uPlot): void => {
    const at = mark();
    if (at === undefined) return;
    ctx.fillStyle = inks().accent;
    ctx.fillRect(valToPos(at, 'x', true) - 1, bbox.top, 2, bbox.height);
  };
  const hasBars = lines.some(({ shape }) => shape === 'bars');
  return {
    height: heightPx,
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false, ...(hasBars ? { range: roomForBars } : {}) },
      y: { range: (_chart, low, high) => [Math.min(0, low), Math.max(high * 1.08, 1)] },
    },
    axes: [
      { ...axis, space: xSpacePx, values: (_chart, splits) => splits.map(xText) },
      { ...axis, size: yAxisPx, values: (_chart, splits) => splits.map(yText) },
    ],
    series: [
      { label: xLabel, value: (_chart, x) => (x === null ? '' : xText(x)) },
      ...lines.map((line) => seriesOf(line, inks, yText)),
    ],
    hooks: { draw: [drawMark] },
  };
};
