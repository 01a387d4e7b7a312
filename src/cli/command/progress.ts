import { SingleBar } from 'cli-progress';
import type { Position } from '../../ports/EventStore.ts';

export interface Progress {
  /** `detail` is shown beside the bar. */
  at(position: Position, until: Position, detail?: string): void;
  stop(): void;
}

export interface ProgressOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

/** Positions are not counts of events, but the share passed approximates the share of the work. */
const percentOf = (position: Position, until: Position): number => {
  const [at, end] = [BigInt(position), BigInt(until)];
  return end === 0n || at >= end ? 100 : Number((at * 100n) / end);
};

const barProgress = (name: string, output: ProgressOutput): Progress => {
  const bar = new SingleBar({
    stream: output,
    format: `${name} [{bar}] {percentage}% | {eta_formatted} left{detail}`,
    hideCursor: true,
    barsize: 30,
    clearOnComplete: true,
    // The program handles signals and stops the bar.
    gracefulExit: false,
  });
  bar.start(100, 0, { detail: '' });
  return {
    at: (position, until, detail = '') =>
      bar.update(percentOf(position, until), { detail: detail === '' ? '' : ` | ${detail}` }),
    stop: () => bar.stop(),
  };
};

const linePercent = 25;

const lineProgress = (name: string, output: ProgressOutput): Progress => {
  let nextPercent = linePercent;
  return {
    at: (position, until, detail = '') => {
      const percent = percentOf(position, until);
      if (percent < nextPercent) return;
      nextPercent = Math.floor(percent / linePercent) * linePercent + linePercent;
      output.write(`${name}: ${percent}%${detail === '' ? '' : `, ${detail}`}\n`);
    },
    stop: () => undefined,
  };
};

const noProgress: Progress = { at: () => undefined, stop: () => undefined };

export const createProgress = (name: string, output: ProgressOutput, quiet: boolean): Progress => {
  if (quiet) return noProgress;
  return output.isTTY === true ? barProgress(name, output) : lineProgress(name, output);
};
