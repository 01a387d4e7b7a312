import { Gauge, type Registry } from 'prom-client';
import {
  type Overview,
  type ProjectionShown,
  projectionStates,
} from '../../projections/engine/projectionOverview.ts';

const perProjection = (
  registry: Registry,
  look: () => Promise<Overview>,
  { name, help }: { readonly name: string; readonly help: string },
  read: (shown: ProjectionShown) => number | undefined,
): void => {
  new Gauge({
    name,
    help,
    labelNames: ['projection'] as const,
    registers: [registry],
    async collect() {
      const { projections } = await look();
      this.reset();
      for (const shown of projections) {
        const value = read(shown);
        if (value !== undefined) this.set({ projection: shown.name }, value);
      }
    },
  });
};

export const addProjectionMetrics = (registry: Registry, look: () => Promise<Overview>): void => {
  new Gauge({
    name: 'marquee_projection_known',
    help: 'Whether the tables of the read models answered; 0: the other numbers are those known last.',
    registers: [registry],
    async collect() {
      this.set((await look()).known ? 1 : 0);
    },
  });
  perProjection(
    registry,
    look,
    {
      name: 'marquee_projection_lag_seconds',
      help: 'Age of the oldest event that is not applied, or 0. Absent when unknown.',
    },
    ({ lagMs }) => (lagMs === undefined ? undefined : lagMs / 1_000),
  );
  perProjection(
    registry,
    look,
    { name: 'marquee_projection_position', help: 'How far the log has been applied.' },
    ({ position }) => Number(position),
  );
  perProjection(
    registry,
    look,
    {
      name: 'marquee_projection_parked_streams',
      help: 'Streams that wait behind an event that could not be applied.',
    },
    ({ parked }) => parked,
  );
  new Gauge({
    name: 'marquee_projection_state',
    help: 'What this process does about the read model: 1 for the state that holds.',
    labelNames: ['projection', 'state'] as const,
    registers: [registry],
    async collect() {
      for (const { name, state } of (await look()).projections) {
        for (const each of projectionStates) {
          this.set({ projection: name, state: each }, each === state ? 1 : 0);
        }
      }
    },
  });
};
