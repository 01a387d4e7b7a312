import { everyKey } from '../api/http/ApiSecrets.ts';
import { recoveryRoutes } from '../api/recovery/routes.ts';
import { createRecoveries } from '../commands/recovery/recoveries.ts';
import type { Slice } from './engine/Slice.ts';

export const recovery: Slice = {
  routes: (app, parts) => {
    const { commands, customers, bookingLists, secrets, logger } = parts;
    const recoveries = createRecoveries({
      recoveries: commands.recoveries,
      findBooking: async (reference, email) => {
        const guestId = await customers.guestId(email);
        const address = { guestId, emailHash: customers.emailHash(email) };
        const { items } = await bookingLists.bookings({ reference, address }, { limit: 1 });
        return items[0]?.booking;
      },
      guestId: customers.guestId,
      identityKey: secrets.guestIdentity,
      codeKeys: everyKey(secrets, 'bookingAccess'),
      logger,
    });
    recoveryRoutes(app, { ...parts, recoveries });
  },
};
