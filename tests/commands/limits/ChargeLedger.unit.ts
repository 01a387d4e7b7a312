import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { createChargeLedger } from '../../../src/commands/limits/ChargeLedger.ts';

const charge = (id: string, untilMs: number, amount = 1) => ({
  id,
  untilMs,
  amounts: new Map([['seats', amount]]),
});

it('sums what is live, and forgets it within the second in which it ends', () => {
  const ledger = createChargeLedger({ isShared: false });
  ledger.put(charge('one', 5_500, 2));
  ledger.put(charge('two', 9_000, 3));
  expect([ledger.sumOf('seats'), ledger.firstEndMs('seats')]).toEqual([5, 5_500]);
  ledger.lapse(5_600);
  expect(ledger.sumOf('seats')).toBe(5);
  ledger.lapse(6_000);
  expect([ledger.sumOf('seats'), ledger.size, ledger.find('one')]).toEqual([3, 1, undefined]);
});

it('counts a charge that is put again once, to its new end', () => {
  const ledger = createChargeLedger({ isShared: false });
  ledger.put(charge('one', 2_000));
  ledger.put(charge('one', 8_000, 4));
  ledger.lapse(3_000);
  expect([ledger.sumOf('seats'), ledger.size]).toEqual([4, 1]);
  ledger.lapse(8_000);
  expect([ledger.sumOf('seats'), ledger.size]).toEqual([0, 0]);
});

it('keeps nothing of charges that were given back', () => {
  const ledger = createChargeLedger({ isShared: false });
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heldBytes = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const rounds = 100_000;
  const before = heldBytes();
  for (let nth = 0; nth < rounds; nth += 1) {
    ledger.put(charge(`hold ${nth}`, 600_000));
    ledger.end(`hold ${nth}`);
  }
  expect((heldBytes() - before) / rounds).toBeLessThan(20);
  expect(ledger.size).toBe(0);
});
