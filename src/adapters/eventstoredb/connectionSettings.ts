import { readFileSync } from 'node:fs';
import { parseConnectionString } from '@eventstore/db-client/dist/Client/parseConnectionString.js';
import { type ChannelCredentials, credentials as grpc } from '@grpc/grpc-js';
import { MemberClient } from './MemberClient.ts';

export interface ConnectionSettings {
  /** `host:port` of each server named. With `esdb+discover` a name that may stand for several. */
  readonly seeds: readonly string[];
  /** On an insecure connection the client does not send them. */
  readonly credentials: { readonly username: string; readonly password: string };
  clientOf(server: string): MemberClient;
}

const credentialsOf = (connectionString: string): ConnectionSettings['credentials'] => {
  const [, username, password] = /^[^:]+:\/\/([^:]+):([^@]+)@/.exec(connectionString.trim()) ?? [];
  if (username !== undefined && password !== undefined) {
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  }
  if (!/[?&]tls=false\b/i.test(connectionString)) {
    throw new Error(
      'The EventStoreDB connection is secure (tls is not false) but names no user: write esdb://user:password@host',
    );
  }
  return { username: 'anonymous', password: '' };
};

type Parsed = ReturnType<typeof parseConnectionString>;

const channelOf = ({ tls, tlsCAFile, userCertFile, userKeyFile }: Parsed): ChannelCredentials => {
  if (tls === false) return grpc.createInsecure();
  if ((userCertFile === undefined) !== (userKeyFile === undefined)) {
    throw new Error('The EventStoreDB connection needs both userCertFile and userKeyFile, or neither');
  }
  const content = (file: string | undefined): Buffer | undefined =>
    file === undefined ? undefined : readFileSync(file);
  return grpc.createSsl(content(tlsCAFile), content(userKeyFile), content(userCertFile));
};

const keepAliveMs = 10_000;

export const connectionSettings = (connectionString: string): ConnectionSettings => {
  const credentials = credentialsOf(connectionString);
  const parsed = parseConnectionString(connectionString);
  const { keepAliveInterval = keepAliveMs, keepAliveTimeout = keepAliveMs, connectionName } = parsed;
  const options = {
    channel: channelOf(parsed),
    isSecure: parsed.tls !== false,
    credentials,
    keepAliveInterval,
    keepAliveTimeout,
    ...(connectionName === undefined ? {} : { connectionName }),
  };
  return {
    seeds: parsed.hosts.map(({ address, port }) => `${address}:${port}`),
    credentials,
    clientOf: (server) => new MemberClient(server, options),
  };
};
