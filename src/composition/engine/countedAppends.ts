import { Counter, type Registry } from 'prom-client';
import type { EventStore } from '../../ports/EventStore.ts';

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
    logId: events.logId,
    consecutivePositions: events.consecutivePositions,
    readsAreCurrent: events.readsAreCurrent,
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
    readStream: (stream, options) => events.readStream(stream, options),
    readAll: (after, options) => events.readAll(after, options),
    head: () => events.head(),
    verify: (reaching) => events.verify(reaching),
    confirmHead: () => events.confirmHead(),
    subscribe: (after, handlers, options) => events.subscribe(after, handlers, options),
    close: () => events.close(),
  };
};
