/** TLS and one user for the in-process EventStoreDB, as a real one that is not insecure has them. */
import grpc from '@grpc/grpc-js';
import { generate } from 'selfsigned';

export interface ServerSecurity {
  /** PEM; it vouches for itself. */
  readonly certificate: string;
  readonly privateKey: string;
  readonly user: string;
  readonly password: string;
}

const dayMs = 86_400_000;

/** @param names of the host that the certificate is for */
export const newSecurity = async (
  names: readonly string[] = ['127.0.0.1'],
  notAfterDate = new Date(Date.now() + dayMs),
): Promise<ServerSecurity> => {
  const altNames = names.map((name) =>
    /^[\d.]+$/.test(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const { cert, private: privateKey } = await generate([{ name: 'commonName', value: 'eventstoredb-node' }], {
    keyType: 'ec',
    notBeforeDate: new Date(notAfterDate.getTime() - 2 * dayMs),
    notAfterDate,
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { certificate: cert, privateKey, user: 'admin', password: 'a: @/%& word' };
};

export const credentialsOf = (security: ServerSecurity | undefined): grpc.ServerCredentials =>
  security === undefined
    ? grpc.ServerCredentials.createInsecure()
    : grpc.ServerCredentials.createSsl(null, [
        {
          cert_chain: Buffer.from(security.certificate),
          private_key: Buffer.from(security.privateKey),
        },
      ]);

const isUsers = ({ user, password }: ServerSecurity, metadata: grpc.Metadata): boolean => {
  const [given = ''] = metadata.get('authorization').map(String);
  return given === `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
};

/** Refuses calls without the user, as a real server does before it looks at them. */
export const userCheck =
  (security: ServerSecurity): grpc.ServerInterceptor =>
  (_method, call) =>
    new grpc.ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, pass) => {
            if (isUsers(security, metadata)) return pass(metadata);
            call.sendStatus({ code: grpc.status.UNAUTHENTICATED, details: 'Unauthenticated' });
          },
        }),
    });
