/** Erasing is recorded once, whoever asks how often. */
import { it } from 'vitest';
import { customerDecider } from '../../../src/domain/customer/customerDecider.ts';
import type { CustomerEvent } from '../../../src/domain/customer/events.ts';
import { specification } from '../../support/given.ts';

const { given } = specification(customerDecider);
const customerId = 'customer-7';
const erased: CustomerEvent = { type: 'CustomerErased', data: { customerId, by: 'customer' } };

it('erases a customer', () => {
  given().when({ type: 'EraseCustomer', customerId, by: 'customer', known: true, nowMs: 1 }).gives(erased);
});

it('has nothing to do for one who is erased already', () => {
  given(erased)
    .when({ type: 'EraseCustomer', customerId, by: 'admin', known: true, nowMs: 2 })
    .givesNothingEver();
});

it('has nothing to do for one who never told us anything', () => {
  given().when({ type: 'EraseCustomer', customerId, by: 'customer', known: false, nowMs: 1 }).givesNothing();
});
