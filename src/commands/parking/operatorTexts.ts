import { z } from 'zod';
import type { SealedText } from '../../domain/kernel/sealedText.ts';
import type { KeyStore } from '../../ports/KeyStore.ts';

/** Seals and opens the free text that operators give. */
export interface OperatorTexts {
  /** Throws KeyStoreUnavailable. */
  seal(text: string): Promise<SealedText>;
  /** Undefined when the key is lost. Throws KeyStoreUnavailable. */
  open(sealed: SealedText): Promise<string | undefined>;
}

/** No customer's id is like this. */
const keyName = 'operators';

export const createOperatorTexts = (keys: Pick<KeyStore, 'seal' | 'open'>): OperatorTexts => ({
  seal: async (text) => ({ box: (await keys.seal(keyName, text)).box }),
  open: async ({ box }) => z.string().safeParse(await keys.open({ customerId: keyName, box })).data,
});
