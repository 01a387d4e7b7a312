/** Every bad EVENTSTORE_URL is one line that names the fault and says what to write, without the password. */
import { expect, it } from 'vitest';
import { ConfigRefused } from '../../src/config/ConfigRefused.ts';
import { readConfig } from '../../src/config.ts';

const read = (url: string): string | undefined =>
  readConfig([], {
    EVENT_LOG: 'eventstoredb',
    EVENTSTORE_URL: url,
    DATABASE_URL: 'postgres://127.0.0.1/x',
  }).eventstoreUrl;

const write =
  'write esdb://user:password@host:2113, or esdb://host:2113?tls=false for a server without TLS; several hosts of a cluster with commas';
const user = 'before the @ stand user:password, with : / @ and % in them percent-encoded';

it.each([
  'esdb://127.0.0.1:2113?tls=false',
  'esdb://eventstoredb?tls=false',
  'esdb://a:1,b:2,c:3?tls=false',
  'esdb+discover://cluster.example.org:2113?tls=false',
  'esdb://admin:changeit@127.0.0.1:2113',
  'esdb://admin:p%40ss%3Aw%2Ford@node1:2113,node2:2113/?tls=true&tlsCAFile=/certs/ca/ca.crt',
  'esdb://admin:changeit@h:2113?keepAliveInterval=-1&keepAliveTimeout=2000&connectionName=box%20office',
])('takes %s', (url) => {
  expect(read(url)).toBe(url);
});

it.each([
  ['http://127.0.0.1:2113', 'it begins with esdb:// or esdb+discover://'],
  ['127.0.0.1:2113', 'it begins with esdb:// or esdb+discover://'],
  ['esdb:/127.0.0.1', 'it begins with esdb:// or esdb+discover://'],
  ['esdb://127.0.0.1:2113', 'TLS is on, and no user is named'],
  ['esdb://127.0.0.1:2113?tls=true', 'TLS is on, and no user is named'],
  ['esdb://127.0.0.1:99999?tls=false', 'the port of 127.0.0.1 is a number from 1 to 65535'],
  ['esdb://127.0.0.1:0?tls=false', 'the port of 127.0.0.1 is a number from 1 to 65535'],
  ['esdb://h:http?tls=false', 'the port of h is a number from 1 to 65535'],
  ['esdb://?tls=false', 'a host is written name or name:port'],
  ['esdb://a,,b?tls=false', 'a host is written name or name:port'],
  ['esdb://[::1]:2113?tls=false', 'a host is written name or name:port'],
  ['esdb://admin@h', user],
  ['esdb://admin:s3cr@t@h', user],
  ['esdb://admin:s3cr/t@h', user],
  ['esdb://admin:s3cr%t@h', user],
  ['esdb://h?tls=FALSE', 'the option tls has no such value'],
  ['esdb://h?tls=no', 'the option tls has no such value'],
  ['esdb://admin:s3cret@h?keepAliveInterval=soon', 'the option keepAliveInterval has no such value'],
  ['esdb://h?tls=false&tsl=true', 'there is no option tsl'],
  ['esdb://h?tls=false&', 'there is no option '],
])('refuses %s', (url, fault) => {
  const refused = (): unknown => read(url);
  expect(refused).toThrow(ConfigRefused);
  expect(refused).toThrow(`EVENTSTORE_URL: ${fault}: ${write}`);
  expect(refused).not.toThrow(/s3cr/);
});
