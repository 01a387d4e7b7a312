/** gRPC says only that it failed to connect; a connection of our own says why. */
import { connect } from 'node:tls';
import { AccessDeniedError } from '@eventstore/db-client';
import type { ConnectionSettings } from './connectionSettings.ts';
import { UnusableEventStoreUrl } from './UnusableEventStoreUrl.ts';

const withinMs = 2_000;

type Connected = 'trusted' | { readonly code: string; readonly message: string };

const connectTo = (server: string, { certificates, isSecure }: ConnectionSettings): Promise<Connected> => {
  const [host = '', port] = server.split(':');
  return new Promise((resolve) => {
    const socket = connect({
      ...{ host, port: Number(port), servername: /^[\d.]+$/.test(host) ? '' : host, ...certificates },
      rejectUnauthorized: isSecure,
      timeout: withinMs,
      ALPNProtocols: ['h2'],
    });
    const end = (connected: Connected): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('secureConnect', () => end('trusted'));
    socket.once('timeout', () => end({ code: 'ETIMEDOUT', message: 'no answer' }));
    socket.once('error', ({ code = '', message }: NodeJS.ErrnoException) => end({ code, message }));
  });
};

const unreachable: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens at',
  ENOTFOUND: 'there is no host',
  EAI_AGAIN: 'there is no host',
  ETIMEDOUT: 'no answer comes from',
  EHOSTUNREACH: 'there is no way to',
  ENETUNREACH: 'there is no way to',
};

const certificateFaults: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'is for other names: write one of them as the host',
  CERT_HAS_EXPIRED: 'has expired: it needs a new one',
};
const unknownAuthority =
  'is of an authority that is not known here: name the file of its certificate with tlsCAFile=/path/ca.crt';
const isOfCertificate = (code: string): boolean => /CERT|SIGNATURE|ISSUER|SELF_SIGNED/.test(code);

const faultOf = async (server: string, settings: ConnectionSettings): Promise<string | undefined> => {
  const connected = await connectTo(server, settings);
  if (connected === 'trusted') {
    return settings.isSecure
      ? undefined
      : `${server} speaks TLS: write esdb://user:password@${server} without tls=false`;
  }
  const { code } = connected;
  if (unreachable[code] !== undefined) return `${unreachable[code]} ${server}: write the address of a server`;
  if (!settings.isSecure) return undefined;
  return isOfCertificate(code)
    ? `the certificate of ${server} ${certificateFaults[code] ?? unknownAuthority}`
    : `${server} does not speak TLS: write esdb://${server}?tls=false, or give the server a certificate`;
};

/** The error itself when a server can be reached. Never throws. */
export const explainConnection = async (settings: ConnectionSettings, error: unknown): Promise<unknown> => {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (cause instanceof AccessDeniedError) return refusedUser(settings, cause);
  const faults = await Promise.all(settings.seeds.map((server) => faultOf(server, settings)));
  const fault = faults.includes(undefined) ? undefined : faults[0];
  return fault === undefined
    ? error
    : new UnusableEventStoreUrl(`EVENTSTORE_URL: ${fault}`, { cause: error });
};

const refusedUser = (
  { credentials }: Pick<ConnectionSettings, 'credentials'>,
  cause: unknown,
): UnusableEventStoreUrl =>
  new UnusableEventStoreUrl(
    `EVENTSTORE_URL: the server refuses user ${credentials.username}: write the name and password of a user that may read and write`,
    { cause },
  );
