import type { EraseAccountRequest, EraseCustomerOutcome } from '../../commands/customer/eraseCustomer.ts';
import type { CustomerExport } from '../../commands/customer/exportCustomer.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Sealed } from '../../ports/KeyStore.ts';

export interface CustomerServices {
  /** The current customer id of a guest with this e-mail address. */
  guestId(email: string): Promise<string>;
  /** What the bookings of a signed-in customer with this address carry. */
  emailHash(email: string): string;
  /** By which staff of a theater find a booking: of the words of a name, or of a telephone number. */
  wordHashes(theaterId: string, words: readonly string[]): readonly string[];
  /** The id of a customer who is known by nothing but the hold that was made at the counter. */
  walkInId(holdId: string): string;
  /** The id under which a signed-in customer with these ids buys now. */
  accountId(customerIds: readonly string[]): Promise<string>;
  /** All ids that a customer may have whom a caller names by this id or subject. */
  idsOf(name: string): readonly string[];
  erase(request: EraseAccountRequest, context: CommandContext): Promise<EraseCustomerOutcome>;
  /** Everything kept under any of these ids. */
  export(customerIds: readonly string[]): Promise<Omit<CustomerExport, 'customerId'>>;
  /** The clear value; undefined when its key is gone. Throws KeyStoreUnavailable. */
  open(sealed: Sealed): Promise<unknown>;
}
