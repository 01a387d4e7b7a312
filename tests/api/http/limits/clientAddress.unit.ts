/** Which address a request counts for, whatever its sender writes into X-Forwarded-For. */
import Fastify from 'fastify';
import { expect, it } from 'vitest';
import type { ApiSettings } from '../../../../src/api/http/ApiSettings.ts';
import { addressBlockOf, isLoopback } from '../../../../src/api/http/limits/addressBlock.ts';
import { clientBlockOf, trustOf } from '../../../../src/api/http/limits/clientAddress.ts';

const blockOf = async (
  trustedProxies: ApiSettings['trustedProxies'],
  remoteAddress: string,
  forwarded?: string,
): Promise<string> => {
  const app = Fastify({ trustProxy: trustOf(trustedProxies) });
  app.get('/', async (request) => clientBlockOf(request));
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded };
  const { body } = await app.inject({ url: '/', remoteAddress, headers });
  await app.close();
  return body;
};

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['192.0.2.7:51234', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:0001:0002::9', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]:443', '2001:db8:1:2::/64'],
  ['[2001:db8:1:2::9]', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:db8::', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['64:ff9b::192.0.2.7', '64:ff9b:0:0::/64'],
  ['1:2:3:4:5:6:192.0.2.7', '1:2:3:4::/64'],
  ['', undefined],
  ['unknown', undefined],
  ['192.0.2.999', undefined],
  ['_hidden', undefined],
])('%s counts as %s', (given, block) => {
  expect(addressBlockOf(given)).toBe(block);
});

it('knows loopback in each of its spellings, and no name that begins like it', () => {
  for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1', '[::1]:80', '127.0.0.1:80']) {
    expect([address, isLoopback(address)]).toEqual([address, true]);
  }
  for (const address of ['127.evil.example', '128.0.0.1', '::2', '']) {
    expect([address, isLoopback(address)]).toEqual([address, false]);
  }
});

it('believes nothing without a proxy', async () => {
  expect(await blockOf({ hops: 0 }, '198.51.100.1', '192.0.2.7')).toBe('198.51.100.1');
});

it('takes what the nearest proxies wrote and nothing that the caller wrote before them', async () => {
  expect(await blockOf({ hops: 1 }, '10.0.0.1', '192.0.2.7')).toBe('192.0.2.7');
  expect(await blockOf({ hops: 1 }, '10.0.0.1', '203.0.113.9, 127.0.0.1, 192.0.2.7:4711')).toBe('192.0.2.7');
  expect(await blockOf({ hops: 2 }, '10.0.0.1', '203.0.113.9, 192.0.2.7, 10.0.0.2')).toBe('192.0.2.7');
  expect(await blockOf({ hops: 1 }, '10.0.0.1')).toBe('10.0.0.1');
});

it('reads past proxies of the named ranges, with and without ports, and stops at the first other sender', async () => {
  const ranges = { ranges: ['10.0.0.0/8', 'fd00::/8', '192.168.7.7'] };
  expect(await blockOf(ranges, '10.0.0.1', '203.0.113.9, 192.0.2.7, 10.1.2.3:443')).toBe('192.0.2.7');
  expect(await blockOf(ranges, '::ffff:10.0.0.1', '2001:db8:1:2::9, [fd00::1]:443')).toBe(
    '2001:db8:1:2::/64',
  );
  expect(await blockOf(ranges, '192.168.7.7', '10.0.0.5')).toBe('10.0.0.5');
  // Not through a proxy of ours: the header is the caller's own.
  expect(await blockOf(ranges, '198.51.100.1', '192.0.2.7, 10.0.0.1')).toBe('198.51.100.1');
  expect(await blockOf(ranges, '192.168.7.8', '192.0.2.7')).toBe('192.168.7.8');
});

it('counts for the nearest proxy what was forwarded without an address', async () => {
  expect(await blockOf({ hops: 1 }, '10.0.0.1', 'unknown')).toBe('10.0.0.1');
});
