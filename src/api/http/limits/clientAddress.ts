import { BlockList, isIP, isIPv4 } from 'node:net';
import type { FastifyRequest } from 'fastify';
import type { ApiInstance } from '../ApiInstance.ts';
import type { ApiSettings } from '../ApiSettings.ts';
import { addressBlockOf, isLoopback, plainAddress } from './addressBlock.ts';

/**
 * Whether a sender's `X-Forwarded-For` is believed; `hop` 0 is the socket's. Fastify reads the header from the right up to
 * the first sender that is not. A number of hops is a function here because Fastify believes no one when given a number.
 */
export const trustOf = (
  proxies: ApiSettings['trustedProxies'],
): false | ((address: string, hop: number) => boolean) => {
  if ('hops' in proxies) {
    const { hops } = proxies;
    return hops > 0 && ((_address, hop) => hop < hops);
  }
  const trusted = new BlockList();
  for (const range of proxies.ranges) {
    const [network = '', prefix] = range.split('/');
    const address = plainAddress(network);
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    trusted.addSubnet(address, Number(prefix ?? (family === 'ipv4' ? 32 : 128)), family);
  }
  return (given) => {
    const address = plainAddress(given);
    if (isIP(address) === 0) return false;
    return trusted.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
  };
};

const noAddress = 'unknown';

declare module 'fastify' {
  interface FastifyRequest {
    // Computed at first use and kept for the request, because Fastify parses `X-Forwarded-For` at each read of `request.ip`.
    clientBlock: string | undefined;
    fromLoopback: boolean | undefined;
  }
}

export const addClientAddress = (app: ApiInstance): void => {
  app.decorateRequest('clientBlock', undefined);
  app.decorateRequest('fromLoopback', undefined);
};

/** The address block of the caller; that of the nearest proxy where it forwarded something else than an address. */
export const clientBlockOf = (request: FastifyRequest): string => {
  request.clientBlock ??=
    addressBlockOf(request.ip) ?? addressBlockOf(request.socket.remoteAddress ?? '') ?? noAddress;
  return request.clientBlock;
};

export const isFromLoopback = (request: FastifyRequest): boolean => {
  request.fromLoopback ??= isLoopback(request.ip);
  return request.fromLoopback;
};
