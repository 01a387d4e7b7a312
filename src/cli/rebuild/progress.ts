import { SingleBar } from 'cli-progress';
import type { Position } from '../../ports/EventStore.ts';

export interface Progress {
  at(position: Position, until: Position): void;
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
    format: `${name} [{bar}] {percentage}% | {eta_formatted} left`,
    hideCursor: true,
    barsize: 30,
    clearOnComplete: true,
    // The program handles signals and stops the bar.
    gracefulExit: false,
  });
  bar.start(100, 0);
  return { at: (position, until) => bar.update(percentOf(position, until)), stop: () => bar.stop() };
};

const linePercent = 25;

const lineProgress = (name: string, output: ProgressOutput): Progress => {
  let nextPercent = linePercent;
  return {
    at: (position, until) => {
      const percent = percentOf(position, until);
      if (percent < nextPercent) return;
      nextPercent = Math.floor(percent / linePercent) * linePercent + linePercent;
      output.write(`${name}: ${percent}%\n`);
    },
    stop: () => undefined,
  };
};

const noProgress: Progress = { at: () => undefined, stop: () => undefined };

export const rebuildProgress = (name: string, output: ProgressOutput, quiet: boolean): Progress => {
  if (quiet) return noProgress;
  return output.isTTY === true ? barProgress(name, output) : lineProgress(name, output);
};
