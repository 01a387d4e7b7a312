import { Gauge, type Registry } from 'prom-client';

/** A number that is counted when it is asked for. While it cannot be counted the metric keeps its latest value. */
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
