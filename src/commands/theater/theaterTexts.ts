import { z } from 'zod';
import { isHidden, type SealedText } from '../../domain/kernel/sealedText.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';

/** Seals and opens the free text that a theater's callers give. */
export interface TheaterTexts {
  /** Throws KeyStoreUnavailable. */
  seal(theaterId: string, text: string): Promise<SealedText>;
  /** Undefined when the theater's key is lost, and for the hidden text of an older event. Throws KeyStoreUnavailable. */
  open(theaterId: string, sealed: SealedText): Promise<string | undefined>;
}

/** No customer's id begins like this. */
const keyOf = (theaterId: string): string => `theater:${theaterId}`;

export const createTheaterTexts = (keys: Pick<KeyStore, 'seal' | 'open'>): TheaterTexts => ({
  seal: async (theaterId, text) => ({ box: (await keys.seal(keyOf(theaterId), text)).box }),
  open: async (theaterId, sealed) => {
    if (isHidden(sealed)) return undefined;
    return z.string().safeParse(await keys.open({ customerId: keyOf(theaterId), box: sealed.box })).data;
  },
});
