import { Counter, Gauge, type Registry } from 'prom-client';
import type { JobStatus } from '../../processes/engine/runJob.ts';

export const addJobMetrics = (registry: Registry, look: () => readonly JobStatus[]): void => {
  const registers = [registry];
  new Gauge({
    name: 'marquee_job_leading',
    help: 'Whether this process runs the job: 1 or 0. One process of the cluster does.',
    labelNames: ['job'] as const,
    registers,
    collect() {
      for (const { name, leads } of look()) this.set({ job: name }, leads ? 1 : 0);
    },
  });
  new Counter({
    name: 'marquee_job_passes_total',
    help: 'Passes of a job in this process, by outcome.',
    labelNames: ['job', 'outcome'] as const,
    registers,
    collect() {
      this.reset();
      for (const { name: job, passes, failures } of look()) {
        this.inc({ job, outcome: 'done' }, passes);
        this.inc({ job, outcome: 'failed' }, failures);
      }
    },
  });
  new Gauge({
    name: 'marquee_job_idle_seconds',
    help: 'Since the last pass of a job that succeeded in this process. Absent before it.',
    labelNames: ['job'] as const,
    registers,
    collect() {
      for (const { name, idleMs } of look()) {
        if (idleMs !== undefined) this.set({ job: name }, idleMs / 1_000);
      }
    },
  });
};
