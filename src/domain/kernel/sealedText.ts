import { z } from 'zod';

/** A caller's free text as an event holds it: ciphertext under the key of the theater that it concerns. */
export const sealedTextSchema = z.strictObject({ box: z.string().min(1).max(8_192) });
export type SealedText = Readonly<z.output<typeof sealedTextSchema>>;

/** Stands for a text that an older version of an event held in clear: no key opens it. */
const hiddenText: SealedText = { box: 'hidden' };

export const isHidden = ({ box }: SealedText): boolean => box === hiddenText.box;

/** Upcasts data whose `reason` was clear text: it is not shown any more. */
export const hideReason = (old: unknown): unknown => ({ ...Object(old), reason: hiddenText });
