import { isIP, isIPv4, isIPv6 } from 'node:net';

const mappedPrefix = /^::ffff:(?=[0-9.]+$)/i;
const groupsOfNetwork = 4;

/** Without the port that some proxies append, brackets and zone; an IPv4 address that was mapped to IPv6 as itself. */
export const plainAddress = (given: string): string => {
  const text = given.trim();
  const bracketed = /^\[([^\]]*)\](?::[0-9]+)?$/.exec(text)?.[1];
  const address = bracketed ?? (isIP(text) === 0 ? text.replace(/:[0-9]+$/, '') : text);
  return address.replace(/%.*$/, '').replace(mappedPrefix, '');
};

/** The first 64 bits, as four groups without leading zeros. */
const networkOf = (address: string): string => {
  const [left = '', right = ''] = address.split('::');
  const before = left === '' ? [] : left.split(':');
  const after = right === '' ? [] : right.split(':');
  // The last two groups may be written as an IPv4 address.
  const written = before.length + after.length + (address.includes('.') ? 1 : 0);
  const zeros = address.includes('::') ? Array.from({ length: 8 - written }, () => '0') : [];
  const groups = [...before, ...zeros, ...after].slice(0, groupsOfNetwork);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
};

/**
 * What counts as one address: an IPv4 address, or the 64 bits of an IPv6 network, which one subscriber has whole. Undefined
 * for what is no address.
 */
export const addressBlockOf = (given: string): string | undefined => {
  const address = plainAddress(given);
  if (isIPv4(address)) return address;
  return isIPv6(address) ? networkOf(address) : undefined;
};

export const isLoopback = (given: string): boolean => {
  const address = plainAddress(given);
  return address === '::1' || (address.startsWith('127.') && isIPv4(address));
};
