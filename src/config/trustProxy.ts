import { isIP } from 'node:net';
import { z } from 'zod';

/** Whose `X-Forwarded-For` is believed: the last `hops` senders, or the senders of these ranges. */
export type TrustedProxies = { readonly hops: number } | { readonly ranges: readonly string[] };

const hopsMax = 16;
const rangesMax = 256;

const isRange = (text: string): boolean => {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^[1-9][0-9]{0,2}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128);
};

const readProxies = (text: string): TrustedProxies | undefined => {
  if (text === 'off') return { hops: 0 };
  if (/^[0-9]{1,3}$/.test(text)) return Number(text) <= hopsMax ? { hops: Number(text) } : undefined;
  const ranges = text.split(',').map((each) => each.trim());
  return ranges.length <= rangesMax && ranges.every(isRange) ? { ranges } : undefined;
};

export const trustProxy = z.string().transform((text, context): TrustedProxies => {
  const read = readProxies(text);
  if (read !== undefined) return read;
  context.addIssue({
    code: 'custom',
    message: `must be off, a number of proxies up to ${hopsMax}, or addresses such as 10.0.0.0/8, fd00::/8`,
  });
  return z.NEVER;
});
