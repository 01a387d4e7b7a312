import { z } from 'zod';

const shape = /^(?<scheme>[^:]*):\/\/(?:(?<user>[^?]*)@)?(?<hosts>[^/?@]*)\/?(?:\?(?<options>.*))?$/;
const hostShape = /^(?<name>[A-Za-z0-9._-]+)(?::(?<port>[^:]*))?$/;
const portMax = 65_535;

const write =
  'write esdb://user:password@host:2113, or esdb://host:2113?tls=false for a server without TLS; several hosts of a cluster with commas';

const wholeNumber = /^-?\d{1,9}$/;
const trueOrFalse = /^(true|false)$/;
const something = /./;
/** In any case; what the client ignores is not among them. */
const options: Readonly<Record<string, RegExp>> = {
  tls: trueOrFalse,
  tlscafile: something,
  usercertfile: something,
  userkeyfile: something,
  connectionname: something,
  keepaliveinterval: wholeNumber,
  keepalivetimeout: wholeNumber,
  defaultdeadline: wholeNumber,
  discoveryinterval: wholeNumber,
  gossiptimeout: wholeNumber,
  maxdiscoverattempts: wholeNumber,
  nodepreference: /^(follower|leader|random|read_only_replica)$/,
};

const isEncoded = (text: string): boolean => {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
};

const faultOfUser = (user: string): string | undefined => {
  const isWhole = /^[^:@/]+:[^:@/]+$/.test(user) && isEncoded(user);
  return isWhole ? undefined : 'before the @ stand user:password, with : / @ and % in them percent-encoded';
};

const faultOfHost = (host: string): string | undefined => {
  const { name, port } = hostShape.exec(host)?.groups ?? {};
  if (name === undefined) return 'a host is written name or name:port';
  const isPort =
    port === undefined || (/^\d{1,5}$/.test(port) && Number(port) > 0 && Number(port) <= portMax);
  return isPort ? undefined : `the port of ${name} is a number from 1 to ${portMax}`;
};

const faultOfOption = (option: string): string | undefined => {
  const [name = '', value = '', ...more] = option.split('=');
  const allowed = options[name.toLowerCase()];
  if (allowed === undefined) return `there is no option ${name}`;
  return more.length === 0 && allowed.test(value) && isEncoded(value)
    ? undefined
    : `the option ${name} has no such value`;
};

/** What is wrong with it, without its password; undefined for one that can be used. */
const faultOf = (url: string): string | undefined => {
  const parts = shape.exec(url)?.groups;
  const { scheme = '', user, hosts = '', options: given } = parts ?? {};
  if (parts === undefined || !['esdb', 'esdb+discover'].includes(scheme)) {
    return 'it begins with esdb:// or esdb+discover://';
  }
  const asked = given === undefined ? [] : given.split('&');
  const faults = [
    user === undefined ? undefined : faultOfUser(user),
    ...hosts.split(',').map(faultOfHost),
    ...asked.map(faultOfOption),
  ];
  const fault = faults.find((each) => each !== undefined);
  const isPlain = asked.some((option) => option.toLowerCase() === 'tls=false');
  if (fault !== undefined || isPlain || user !== undefined) return fault;
  return 'TLS is on, and no user is named';
};

export const eventstoreUrl = z.string().superRefine((url, context) => {
  const fault = faultOf(url);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: `${fault}: ${write}` });
});
