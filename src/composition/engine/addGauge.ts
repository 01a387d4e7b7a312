import { Gauge, type Registry } from 'prom-client';

/** Counted at each scrape; keeps its latest value while that fails. */
export const addGauge = (
  registry: Registry,
  gauge: { readonly name: string; readonly help: string },
  count: () => Promise<number>,
): void => {
  new Gauge({
    ...gauge,
    registers: [registry],
    async collect() {
      const value = await count().catch(() => undefined);
      if (value !== undefined) this.set(value);
    },
  });
};
