import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import styles from './Chart.module.css';
import { type ChartInks, readChartInks } from './chartInks.ts';
import { type ChartWords, chartOptions } from './chartOptions.ts';

export interface ChartProps extends ChartWords {
  /** For those who do not see it. The figures themselves belong in a table beside it. */
  readonly label: string;
  /** The places on the axis, rising, then the values of each line. */
  readonly data: readonly (readonly (number | null)[])[];
  /** A place on the axis that is pointed out. */
  readonly mark?: number;
  readonly onPlace?: (x: number) => void;
}

export const Chart = ({ label, data, mark, onPlace, ...words }: ChartProps) => {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>();
  const latest = useRef({ mark, onPlace });
  latest.current = { mark, onPlace };
  const shape = [
    words.xLabel,
    ...words.lines.map((line) => `${line.label} ${line.shape} ${line.ink}`),
  ].join();
  const shown = useRef(words);
  shown.current = words;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return;
    const stop = new AbortController();
    let inks: ChartInks = readChartInks(element);
    const made = new uPlot(
      {
        ...chartOptions(
          {
            lines: shown.current.lines,
            xLabel: shown.current.xLabel,
            xText: (x) => shown.current.xText(x),
            yText: (y) => shown.current.yText(y),
          },
          () => inks,
          () => latest.current.mark,
        ),
        width: Math.max(1, element.clientWidth),
      },
      data as uPlot.AlignedData,
      element,
    );
    chart.current = made;
    const { signal } = stop;
    made.over.addEventListener(
      'click',
      ({ offsetX }) => latest.current.onPlace?.(made.posToVal(offsetX, 'x')),
      { signal },
    );
    const recolour = (): void => {
      inks = readChartInks(element);
      made.redraw(false);
    };
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', recolour, { signal });
    const resize = new ResizeObserver(() => {
      made.setSize({ width: Math.max(1, element.clientWidth), height: made.height });
    });
    resize.observe(element);
    return () => {
      stop.abort();
      resize.disconnect();
      made.destroy();
      chart.current = undefined;
    };
  }, [shape]);
  useEffect(() => chart.current?.setData(data as uPlot.AlignedData), [data]);
  useEffect(() => chart.current?.redraw(false), [mark]);
  return <div ref={frame} class={styles.chart} role="img" aria-label={label} dir="ltr" />;
};
