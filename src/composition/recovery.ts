import { everyKey } from '../api/http/ApiSecrets.ts';
import { recoveryRoutes } from '../api/recovery/routes.ts';
import { createRecoveries } from '../commands/recovery/recoveries.ts';
import type { Slice } from './engine/Slice.ts';

export const recovery: Slice = {
  routes: (app, parts) => {
    const { commands, customers, bookingLists, events, secrets, logger } = parts;
    const recoveries = createRecoveries({
      commands,
      findBooking: async (reference, email) => {
        const guestId = await customers.guestId(email);
        const address = { guestId, emailHash: customers.emailHash(email) };
        const { items } = await bookingLists.bookings({ reference, address }, { limit: 1 });
        return items[0]?.booking;
      },
      reachHead: async (withinMs) => {
        const head = await events.head();
        return (await bookingLists.waitFor(head, withinMs)) >= head;
      },
      guestId: customers.guestId,
      identityKey: secrets.guestIdentity,
      codeKeys: everyKey(secrets, 'bookingAccess'),
      logger,
    });
    recoveryRoutes(app, { ...parts, recoveries });
  },
};
