import { SingleBar } from 'cli-progress';

export interface Progress {
  start(total: number): void;
  advance(what: string): void;
  /** Called once, also after a failure. */
  stop(): void;
}

export interface ProgressOutput extends NodeJS.WritableStream {
  readonly isTTY?: boolean;
}

const title = 'Demo catalog';

const barProgress = (output: ProgressOutput): Progress => {
  const bar = new SingleBar({
    stream: output,
    format: `${title} [{bar}] {percentage}% | {value}/{total} | {what}`,
    hideCursor: true,
    barsize: 30,
    // The program handles signals and stops the bar.
    gracefulExit: false,
  });
  return {
    start: (total) => bar.start(total, 0, { what: '' }),
    advance: (what) => bar.increment(1, { what }),
    stop: () => bar.stop(),
  };
};

const linePercent = 10;

const lineProgress = (output: ProgressOutput): Progress => {
  let total = 0;
  let done = 0;
  let nextPercent = linePercent;
  return {
    start: (count) => {
      total = count;
      output.write(`${title}: ${total} to import\n`);
    },
    advance: (what) => {
      done += 1;
      const percent = Math.floor((done * 100) / Math.max(total, 1));
      if (percent < nextPercent) return;
      nextPercent = Math.floor(percent / linePercent) * linePercent + linePercent;
      output.write(`${title}: ${percent}% (${done}/${total}, ${what})\n`);
    },
    stop: () => undefined,
  };
};

export const importProgress = (output: ProgressOutput): Progress =>
  output.isTTY === true ? barProgress(output) : lineProgress(output);
