import { everyKey } from '../api/http/ApiSecrets.ts';
import { sessionRoutes } from '../api/identity/sessionRoutes.ts';
import { signInRoutes } from '../api/identity/signInRoutes.ts';
import { tokenRoutes } from '../api/identity/tokenRoutes.ts';
import { createSessions } from '../commands/identity/sessions.ts';
import { createSignIns } from '../commands/identity/signIns.ts';
import { forgetSessions } from '../processes/identity/forgetSessions.ts';
import type { Slice } from './engine/Slice.ts';

export const identity: Slice = {
  upkeep: ({ sessionStore, clock }) => [forgetSessions(sessionStore, clock)],
  routes: (app, parts) => {
    const { commands, customers, secrets } = parts;
    const sessions = createSessions({
      ...parts,
      store: parts.sessionStore,
      keys: everyKey(secrets, 'sessions'),
      isErased: async (subject) => (await commands.customers.read(subject)).state.status === 'erased',
    });
    const signIns = createSignIns({
      ...parts,
      guestId: customers.guestId,
      identityKey: secrets.guestIdentity,
      codeKeys: everyKey(secrets, 'bookingAccess'),
    });
    const deps = { ...parts, sessions, signIns };
    signInRoutes(app, deps);
    sessionRoutes(app, deps);
    tokenRoutes(app, deps);
  },
};
