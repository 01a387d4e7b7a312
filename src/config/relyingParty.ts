import { z } from 'zod';
import { ConfigRefused } from './ConfigRefused.ts';

const originsMax = 20;

export const relyingPartyId = z
  .string()
  .regex(/^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'must be a domain');
export const relyingPartyOrigins = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim()))
  .pipe(
    z
      .array(z.string().regex(/^https?:\/\/[^\s/]+$/, 'must be an origin such as https://example.org'))
      .max(originsMax, { error: `at most ${originsMax} origins` }),
  );

export interface RelyingPartySettings {
  readonly id: string;
  readonly origins: readonly string[];
}

/** Why the two do not fit; undefined when they do. Browsers accept a passkey for its domain and those below only. */
const faultOf = ({ id, origins }: RelyingPartySettings): string | undefined => {
  const misfit = origins.find((origin) => {
    const { protocol, hostname } = new URL(origin);
    const isBelow = hostname === id || hostname.endsWith(`.${id}`);
    return !isBelow || (protocol !== 'https:' && hostname !== 'localhost');
  });
  return misfit === undefined
    ? undefined
    : `${misfit} is not https:// at ${id} or below (http:// at localhost)`;
};

export interface RelyingPartyEnvironment {
  readonly PASSKEY_RP_ID?: string | undefined;
  readonly PASSKEY_ORIGINS?: readonly string[] | undefined;
  readonly PORT: number;
}

/** Without settings: a page on this machine. Throws {@link ConfigRefused}. */
export const readRelyingParty = (settings: RelyingPartyEnvironment): RelyingPartySettings => {
  const { PASSKEY_RP_ID: id, PASSKEY_ORIGINS: origins, PORT } = settings;
  if (id === undefined && origins === undefined) {
    return { id: 'localhost', origins: [`http://localhost:${PORT}`] };
  }
  if (id === undefined) throw new ConfigRefused('PASSKEY_RP_ID: must be set when PASSKEY_ORIGINS is');
  const party = { id, origins: origins ?? [`https://${id}`] };
  const fault = faultOf(party);
  if (fault !== undefined) throw new ConfigRefused(`PASSKEY_ORIGINS: ${fault}`);
  return party;
};
