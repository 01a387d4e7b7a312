import type { z } from 'zod';
import { readReference } from '../../domain/booking/reference.ts';
import type { Clock } from '../../ports/Clock.ts';
import type { BookingsFilter } from '../../projections/bookings/bookingsQueries.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import { type Caller, mayActFor, theatersOf } from '../http/auth/Caller.ts';
import type { bookingsQuery } from './listSchemas.ts';
import { atAddress, readSearchBox } from './searchBox.ts';

export interface StaffFilterDeps {
  readonly customers: Pick<CustomerServices, 'guestId' | 'idsOf' | 'emailHash' | 'wordHashes'>;
  readonly clock: Clock;
}

type Asked = Omit<z.output<typeof bookingsQuery>, 'limit' | 'cursor'>;

const inTheaters = (theaterIds: readonly string[] | 'all'): Pick<BookingsFilter, 'theaterIds'> =>
  theaterIds === 'all' ? {} : { theaterIds };

const inBox = async (
  deps: StaffFilterDeps,
  { q, theaterId }: Asked,
): Promise<Pick<BookingsFilter, 'found'> | undefined> => {
  if (q === undefined || theaterId === undefined) return {};
  const found = await readSearchBox(deps, q, theaterId, deps.clock.nowMs());
  return found === undefined ? undefined : { found };
};

const ofCustomer = async (
  { customers }: StaffFilterDeps,
  { email, customerId }: Asked,
): Promise<Pick<BookingsFilter, 'customerIds' | 'address'>> => ({
  ...(customerId === undefined ? {} : { customerIds: customers.idsOf(customerId) }),
  ...(email === undefined ? {} : await atAddress(customers, email)),
});

/** Which bookings staff ask for; undefined for what no booking can be. */
export const staffFilter = async (
  deps: StaffFilterDeps,
  caller: Caller,
  asked: Asked,
): Promise<BookingsFilter | undefined> => {
  const { reference: typed, theaterId, showtimeId, status } = asked;
  const reference = typed === undefined ? undefined : readReference(typed);
  if (typed !== undefined && reference === undefined) return undefined;
  if (theaterId !== undefined && !mayActFor(caller, theaterId)) return undefined;
  const box = await inBox(deps, asked);
  if (box === undefined) return undefined;
  return {
    ...(showtimeId === undefined ? {} : { showtimeId }),
    ...(status === undefined ? {} : { status }),
    ...(reference === undefined ? {} : { reference }),
    ...(await ofCustomer(deps, asked)),
    ...inTheaters(theaterId === undefined ? theatersOf(caller) : [theaterId]),
    ...box,
  };
};
