import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Commands } from '../../commands/Commands.ts';
import { nameWords, phoneWord } from '../../commands/customer/hashWords.ts';
import type { CustomerServices } from '../customer/CustomerServices.ts';
import type { HoldTokenContent } from '../hold/holdToken.ts';
import { hasRole, mayActFor } from '../http/auth/Caller.ts';
import { invalidRequest, type ProblemError } from '../http/problems/Problem.ts';
import type { bookingBody } from './schemas.ts';

type Told = z.output<typeof bookingBody>['customer'];

export interface BuyerDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly customers: Pick<
    CustomerServices,
    'accountId' | 'guestId' | 'emailHash' | 'wordHashes' | 'walkInId'
  >;
}

const customerNeeded = (): ProblemError =>
  invalidRequest({ path: 'customer', message: 'is required', in: 'body' });

/** Throws invalid-request for a body without a customer, unless staff sell. */
export const demandCustomer = ({ caller }: FastifyRequest, customer: Told): void => {
  if (customer === undefined && !hasRole(caller, 'staff', 'admin')) throw customerNeeded();
};

/** Who buys, as the booking names them. Throws invalid-request for a sale without a name by staff of another theater. */
export const buyerOf = async (
  { commands, customers }: BuyerDeps,
  { caller }: FastifyRequest,
  { showtimeId, holdId }: HoldTokenContent,
  customer: Told,
) => {
  const { state } = await commands.showtimes.read(showtimeId, holdId);
  const theaterId = state.status === 'none' ? undefined : state.facts.theaterId;
  if (customer === undefined) {
    if (theaterId !== undefined && !mayActFor(caller, theaterId)) throw customerNeeded();
    return { customerId: customers.walkInId(holdId), customer: {} };
  }
  const { name, email, phone } = customer;
  const words = [...nameWords(name), phone === undefined ? undefined : phoneWord(phone)];
  const known = words.filter((word) => word !== undefined);
  const wordHashes = theaterId === undefined ? [] : customers.wordHashes(theaterId, known);
  if (!hasRole(caller, 'customer'))
    return { customerId: await customers.guestId(email), customer, wordHashes };
  const customerId = await customers.accountId(caller.customerIds);
  return { customerId, emailHash: customers.emailHash(email), customer, wordHashes };
};
