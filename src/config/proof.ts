import { z } from 'zod';
import { ConfigRefused } from './ConfigRefused.ts';

export interface ProofSettings {
  /** Of the checkpoints; undefined: one that names the log. */
  readonly origin: string | undefined;
  readonly witness: { readonly url: string; readonly key: string } | undefined;
}

const keyName = /^[^\s+\p{Cc}]{1,200}$/u;
const verifierPattern = /^[^+\s]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/;

export const proofSettings = {
  PROOF_ORIGIN: z
    .string()
    .regex(keyName, 'must be a name such as tickets.example.org/log, without spaces and +')
    .optional(),
  WITNESS_URL: z.url({ protocol: /^https?$/, error: 'must be an http:// or https:// URL' }).optional(),
  WITNESS_KEY: z
    .string()
    .regex(
      verifierPattern,
      'must be the key of a witness: its name, + and 8 hex digits, + and its key in base64',
    )
    .optional(),
};

export interface ProofEnvironment {
  readonly PROOF_ORIGIN?: string | undefined;
  readonly WITNESS_URL?: string | undefined;
  readonly WITNESS_KEY?: string | undefined;
}

/** Throws {@link ConfigRefused}. */
export const readProofSettings = (settings: ProofEnvironment): ProofSettings => {
  const { PROOF_ORIGIN: origin, WITNESS_URL: url, WITNESS_KEY: key } = settings;
  if (url === undefined && key === undefined) return { origin, witness: undefined };
  if (url === undefined) throw new ConfigRefused('WITNESS_URL: must be set when WITNESS_KEY is');
  if (key === undefined) throw new ConfigRefused('WITNESS_KEY: must be set when WITNESS_URL is');
  return { origin, witness: { url, key } };
};
