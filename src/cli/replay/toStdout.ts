import type { ShownText } from '../../api/log/shownText.ts';
import { lineOfText } from '../../api/log/shownText.ts';
import type { LogRange, LogTexts, RecordedText } from '../../ports/LogTexts.ts';

export interface StdoutRun {
  readonly texts: LogTexts;
  readonly range: LogRange;
  show(event: RecordedText): ShownText;
  readonly signal: AbortSignal;
}

/** Ends when the reader of a pipe has enough. */
export const replayToStdout = async ({ texts, range, show, signal }: StdoutRun): Promise<void> => {
  const { stdout } = process;
  let isClosed = false;
  stdout.once('close', () => {
    isClosed = true;
  });
  const drained = (): Promise<void> =>
    new Promise((resolve) => {
      const settle = (): void => {
        stdout.off('drain', settle).off('close', settle);
        resolve();
      };
      stdout.on('drain', settle).on('close', settle);
    });
  for await (const { events } of texts.read(range)) {
    if (isClosed || signal.aborted) return;
    let text = '';
    for (const event of events) text += lineOfText(show(event));
    if (!stdout.write(text)) await drained();
  }
};
