/** Numbers of what waits for staff, for whoever watches the program. Counted when they are asked for. */
import { Gauge, type Registry } from 'prom-client';

export interface OpenWork {
  stuckPayments(): Promise<number>;
  parkedMessages(): Promise<number>;
}

const addGauge = (
  registry: Registry,
  gauge: { readonly name: string; readonly help: string },
  count: () => Promise<number>,
): void => {
  new Gauge({
    ...gauge,
    registers: [registry],
    async collect() {
      // A read model that is away leaves the last number standing: the probes say that it is away.
      const value = await count().catch(() => undefined);
      if (value !== undefined) this.set(value);
    },
  });
};

export const addOpenWorkMetrics = (registry: Registry, work: OpenWork): void => {
  addGauge(
    registry,
    { name: 'marquee_stuck_payments', help: 'Bookings with a payment that waits for staff.' },
    work.stuckPayments,
  );
  addGauge(
    registry,
    { name: 'marquee_parked_messages', help: 'Messages to customers that were given up.' },
    work.parkedMessages,
  );
};
