import { z } from 'zod';

/** A caller's free text as an event holds it: ciphertext under the key of the theater that it concerns. */
export const sealedTextSchema = z.strictObject({ box: z.string().min(1).max(8_192) });
export type SealedText = Readonly<z.output<typeof sealedTextSchema>>;
