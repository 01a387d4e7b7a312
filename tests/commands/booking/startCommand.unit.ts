import { expect, it } from 'vitest';
import { openMemoryKeyStore } from '../../../src/adapters/memory/MemoryKeyStore.ts';
import { startCommand } from '../../../src/commands/booking/startCommand.ts';
import { bookingDecider } from '../../../src/domain/booking/bookingDecider.ts';
import { holdOf } from '../../../src/domain/showtime/inventory/claims.ts';
import { showtimeDecider } from '../../../src/domain/showtime/showtimeDecider.ts';
import { onSale, onSaleMs, seatsHeld, showtimeId, usd, uuid } from '../../support/showtimes.ts';

const holdId = uuid(0x10);
const { initialState, evolve } = showtimeDecider;
const showtime = [...onSale(), seatsHeld(holdId, ['A1', 'A2'], onSaleMs)].reduce(evolve, initialState);

it('asks for the seats’ prices less what is taken off, which the decider agrees to', async () => {
  if (showtime.status === 'none') throw new Error('there is no showtime');
  const hold = holdOf(showtime.inventory, holdId);
  if (hold === undefined) throw new Error('there is no hold');
  const buyer = { showtimeId, holdId, customerId: 'somebody', customer: {} };
  const payment = { method: 'card', token: 'tok_ok' };
  const asked = { ...buyer, payment, discount: usd(300) };
  const command = await startCommand(openMemoryKeyStore(), asked, { showtime, hold });
  if ('outcome' in command) throw new Error('nothing is to be paid');
  expect([command.discount, command.total]).toEqual([usd(300), usd(hold.total.amount - 300)]);

  const decision = bookingDecider.decide({ ...command, nowMs: onSaleMs }, bookingDecider.initialState);
  expect(decision.kind).toBe('accepted');
});
