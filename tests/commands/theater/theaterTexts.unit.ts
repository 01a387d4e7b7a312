import { expect, it } from 'vitest';
import { createTheaterTexts } from '../../../src/commands/theater/theaterTexts.ts';
import { hideReason } from '../../../src/domain/kernel/sealedText.ts';
import type { Sealed } from '../../../src/ports/KeyStore.ts';

/** Keys that remember what they were asked to open. */
const recordingKeys = () => {
  const opened: Sealed[] = [];
  return {
    opened,
    seal: async (customerId: string, value: unknown) => ({ customerId, box: JSON.stringify(value) }),
    open: async (sealed: Sealed) => {
      opened.push(sealed);
      return JSON.parse(sealed.box) as unknown;
    },
  };
};

it('opens what it sealed, under the key of the theater', async () => {
  const keys = recordingKeys();
  const texts = createTheaterTexts(keys);
  const sealed = await texts.seal('t', 'projector broken');
  expect(await texts.open('t', sealed)).toBe('projector broken');
  expect(keys.opened).toEqual([{ customerId: 'theater:t', box: sealed.box }]);
});

it('asks no key for the hidden text of an older event', async () => {
  const keys = recordingKeys();
  const { reason } = hideReason({ reason: 'Mrs Miller is ill' }) as {
    readonly reason: { readonly box: string };
  };
  expect(await createTheaterTexts(keys).open('t', reason)).toBeUndefined();
  expect(keys.opened).toEqual([]);
});
