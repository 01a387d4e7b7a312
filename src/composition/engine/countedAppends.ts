import { Counter, type Registry } from 'prom-client';
import type { EventStore } from '../../ports/EventStore.ts';
import { forwarded } from './forwarded.ts';

export const countedAppends = (events: EventStore, registry: Registry): EventStore => {
  const appends = new Counter({
    name: 'marquee_appends_total',
    help: 'Appends to the log by outcome; failed: refused, or nothing is known of it.',
    labelNames: ['outcome'] as const,
    registers: [registry],
  });
  const counter = new Counter({
    name: 'marquee_appended_events_total',
    help: 'Events that this process has appended to the log.',
    registers: [registry],
  });
  return {
    ...forwarded(events),
    append: async (append) => {
      try {
        const result = await events.append(append);
        appends.inc({ outcome: result.outcome });
        if (result.outcome === 'appended') counter.inc(append.events.length);
        return result;
      } catch (error) {
        appends.inc({ outcome: 'failed' });
        throw error;
      }
    },
  };
};
