import { createPasskeyCeremonies } from '../adapters/webauthn/createPasskeyCeremonies.ts';
import { everyKey } from '../api/http/ApiSecrets.ts';
import { passkeyRoutes } from '../api/identity/passkeyRoutes.ts';
import { sessionRoutes } from '../api/identity/sessionRoutes.ts';
import { signInRoutes } from '../api/identity/signInRoutes.ts';
import { tokenRoutes } from '../api/identity/tokenRoutes.ts';
import { isErasedUnder } from '../commands/customer/guestCustomer.ts';
import { createPasskeys } from '../commands/identity/passkeys.ts';
import { createSessions } from '../commands/identity/sessions.ts';
import { createSignIns } from '../commands/identity/signIns.ts';
import { forgetSessions } from '../processes/identity/forgetSessions.ts';
import type { Slice } from './engine/Slice.ts';

export const identity: Slice = {
  upkeep: ({ sessionStore, clock }) => [forgetSessions(sessionStore, clock)],
  routes: (app, parts) => {
    const { commands, customers, secrets } = parts;
    const isErased = (subject: string) => isErasedUnder(commands, customers.idsOf(subject));
    const keys = everyKey(secrets, 'sessions');
    const sessions = createSessions({ ...parts, store: parts.sessionStore, keys, isErased });
    const ceremonies = createPasskeyCeremonies(parts.config.passkeys);
    const passkeys = createPasskeys({ store: parts.passkeyStore, ceremonies, keys, isErased });
    const signIns = createSignIns({
      ...parts,
      guestId: customers.guestId,
      identityKey: secrets.guestIdentity,
      codeKeys: everyKey(secrets, 'bookingAccess'),
    });
    const deps = { ...parts, sessions, signIns, passkeys };
    signInRoutes(app, deps);
    sessionRoutes(app, deps);
    passkeyRoutes(app, deps);
    tokenRoutes(app, deps);
  },
};
