/** A stop waits for the processes, but not for a mail server that hangs. */
import { expect, it } from 'vitest';
import { stopProcesses } from '../../../src/composition/engine/runSlices.ts';

it('cuts a mail off that takes too long, and then everything stops', async () => {
  const happened: string[] = [];
  let cut: () => void = () => undefined;
  const sending = new Promise<void>((resolve) => {
    cut = resolve;
  });
  const process = {
    stop: async () => {
      await sending;
      happened.push('stopped');
    },
  };
  const close = async () => {
    happened.push('cut off');
    cut();
  };
  await stopProcesses([process], { close }, 5);
  expect(happened).toEqual(['cut off', 'stopped']);
});

it('leaves the notifier alone when nothing is under way', async () => {
  const close = () => Promise.reject(new Error('cut off without need'));
  await stopProcesses([{ stop: async () => undefined }], { close }, 60_000);
});
