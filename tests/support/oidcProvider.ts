/** A real OpenID provider on loopback. Its clients get JWT access tokens for one resource by client credentials. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';

export const resource = 'urn:marquee:api';
const secret = 'a-secret-of-the-test-that-is-long-enough';

/** By client: what its tokens say besides. */
export type ExtraClaims = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const signingKey = async (kid: string): Promise<JWK> => {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' };
};

export const startOidcProvider = async (claims: ExtraClaims, kid = 'first', port = 0) => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, {
    clients: Object.keys(claims).map((client_id) => ({
      client_id,
      client_secret: secret,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [await signingKey(kid)] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_context, indicator) => ({
          scope: '',
          audience: indicator,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
        }),
      },
    },
    extraTokenClaims: (_context, token) => ({ ...claims[token.clientId ?? ''] }),
  });
  let requests = 0;
  const answer = provider.callback();
  server.on('request', (request, response) => {
    if (request.url !== '/token') requests += 1;
    void answer(request, response);
  });
  return {
    issuer,
    /** Of discovery documents and key sets. */
    requests: () => requests,
    tokenOf: async (client: string, audience = resource): Promise<string> => {
      const body = new URLSearchParams({ grant_type: 'client_credentials', resource: audience });
      const authorization = `Basic ${Buffer.from(`${client}:${secret}`).toString('base64')}`;
      const found = await fetch(`${issuer}/token`, { method: 'POST', body, headers: { authorization } });
      const { access_token: token } = (await found.json()) as { access_token?: string };
      if (token === undefined) throw new Error(`the provider gave no token: ${found.status}`);
      return token;
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
