import type { EraseCustomerOutcome, EraseCustomerRequest } from '../../commands/customer/eraseCustomer.ts';
import type { CustomerExport } from '../../commands/customer/exportCustomer.ts';
import type { CommandContext } from '../../commands/engine/Outcome.ts';
import type { Sealed } from '../../ports/KeyStore.ts';

export interface CustomerServices {
  /** The current customer id of a guest with this e-mail address. */
  guestId(email: string): Promise<string>;
  /** What the bookings of a signed-in customer with this address carry. */
  emailHash(email: string): string;
  erase(request: EraseCustomerRequest, context: CommandContext): Promise<EraseCustomerOutcome>;
  export(customerId: string): Promise<CustomerExport>;
  /** The clear value; undefined when its key is gone. Throws KeyStoreUnavailable. */
  open(sealed: Sealed): Promise<unknown>;
}
