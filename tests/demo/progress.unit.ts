import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { importProgress } from '../../src/demo/progress.ts';

const recorded = (isTTY: boolean) => {
  const output = Object.assign(new PassThrough(), { isTTY });
  return { output, text: () => String(output.read() ?? '') };
};

test('writes a line every ten percent where nobody watches a terminal', () => {
  const { output, text } = recorded(false);
  const progress = importProgress(output);
  progress.start(2_000);
  for (let index = 0; index < 2_000; index++) progress.advance('films');
  progress.stop();
  const lines = text().trimEnd().split('\n');
  expect(lines[0]).toBe('Demo catalog: 2000 to import');
  expect(lines.slice(1)).toEqual(
    [10, 20, 30, 40, 50, 60, 70, 80, 90, 100].map(
      (percent) => `Demo catalog: ${percent}% (${percent * 20}/2000, films)`,
    ),
  );
});

test('few items give one line each', () => {
  const { output, text } = recorded(false);
  const progress = importProgress(output);
  progress.start(3);
  for (let index = 0; index < 3; index++) progress.advance('halls');
  expect(text().trimEnd().split('\n').slice(1)).toEqual([
    'Demo catalog: 33% (1/3, halls)',
    'Demo catalog: 66% (2/3, halls)',
    'Demo catalog: 100% (3/3, halls)',
  ]);
});

test('draws a bar at a terminal and leaves the cursor visible', () => {
  const { output, text } = recorded(true);
  const listeners = process.listenerCount('SIGINT');
  const progress = importProgress(output);
  progress.start(10);
  for (let index = 0; index < 10; index++) progress.advance('showtimes');
  expect(process.listenerCount('SIGINT')).toBe(listeners);
  progress.stop();
  const drawn = text();
  expect(drawn).toContain('100% | 10/10 | showtimes');
  expect(drawn.lastIndexOf('[?25h')).toBeGreaterThan(drawn.lastIndexOf('[?25l'));
});
