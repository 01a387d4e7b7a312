import type { MemberClient } from './MemberClient.ts';

export interface ServingMember {
  readonly server: string;
  /** Another one after a lost connection. */
  client(): MemberClient;
  /** No new call goes there, and only an acknowledgement of an earlier append still counts. */
  readonly replaced: AbortSignal;
  replace(): void;
}

export const serveBy = (server: string, clientOf: (server: string) => MemberClient): ServingMember => {
  const replacing = new AbortController();
  return {
    server,
    client: () => clientOf(server),
    replaced: replacing.signal,
    replace: () => replacing.abort(),
  };
};
