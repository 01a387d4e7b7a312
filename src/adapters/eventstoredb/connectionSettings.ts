import { readFileSync } from 'node:fs';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { credentials as grpc } from '@grpc/grpc-js';
import { MemberClient } from './MemberClient.ts';
import { UnusableEventStoreUrl } from './UnusableEventStoreUrl.ts';

interface Certificates {
  readonly ca?: Buffer;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

export interface ConnectionSettings {
  /** `host:port` of each server named. With `esdb+discover` a name that may stand for several. */
  readonly seeds: readonly string[];
  /** On an insecure connection the client does not send them. */
  readonly credentials: { readonly username: string; readonly password: string };
  readonly isSecure: boolean;
  readonly certificates: Certificates;
  clientOf(server: string, onLost: () => void): MemberClient;
}

const credentialsOf = (connectionString: string): ConnectionSettings['credentials'] => {
  const [, username, password] = /^[^:]+:\/\/([^:]+):([^@]+)@/.exec(connectionString.trim()) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
  if (!/[?&]tls=false\b/i.test(connectionString)) {
    throw new UnusableEventStoreUrl('EVENTSTORE_URL: TLS is on, and no user is named');
  }
  return { username: 'anonymous', password: '' };
};

type Parsed = ReturnType<typeof parseConnectionString>;

const certificatesOf = ({ tls, tlsCAFile, userCertFile, userKeyFile }: Parsed): Certificates => {
  if (tls === false) return {};
  if ((userCertFile === undefined) !== (userKeyFile === undefined)) {
    throw new UnusableEventStoreUrl('EVENTSTORE_URL: write both userCertFile and userKeyFile, or neither');
  }
  const content = (name: string, file: string): Buffer => {
    try {
      return readFileSync(file);
    } catch (cause) {
      throw new UnusableEventStoreUrl(`EVENTSTORE_URL: ${name} names ${file}, which cannot be read`, {
        cause,
      });
    }
  };
  return {
    ...(tlsCAFile === undefined ? {} : { ca: content('tlsCAFile', tlsCAFile) }),
    ...(userCertFile === undefined ? {} : { cert: content('userCertFile', userCertFile) }),
    ...(userKeyFile === undefined ? {} : { key: content('userKeyFile', userKeyFile) }),
  };
};

const keepAliveMs = 10_000;

export const connectionSettings = (connectionString: string): ConnectionSettings => {
  const credentials = credentialsOf(connectionString);
  const parsed = parseConnectionString(connectionString);
  const { keepAliveInterval = keepAliveMs, keepAliveTimeout = keepAliveMs, connectionName } = parsed;
  const certificates = certificatesOf(parsed);
  const { ca, key, cert } = certificates;
  const isSecure = parsed.tls !== false;
  const options = {
    channel: isSecure ? grpc.createSsl(ca, key, cert) : grpc.createInsecure(),
    isSecure,
    credentials,
    keepAliveInterval,
    keepAliveTimeout,
    ...(connectionName === undefined ? {} : { connectionName }),
  };
  return {
    seeds: parsed.hosts.map(({ address, port }) => `${address}:${port}`),
    credentials,
    isSecure,
    certificates,
    clientOf: (server, onLost) => new MemberClient(server, options, onLost),
  };
};
