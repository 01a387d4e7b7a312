import { useStore } from '@nanostores/preact';
import { Budgets } from './Budgets.tsx';
import { Engines } from './Engines.tsx';
import { Jobs } from './Jobs.tsx';
import { LogFigures } from './LogFigures.tsx';
import type { Metrics } from './Metrics.ts';
import { Models } from './Models.tsx';
import { messages } from './messages.ts';
import styles from './Ops.module.css';
import { Refusals } from './Refusals.tsx';
import { Rooms } from './Rooms.tsx';
import { Traffic } from './Traffic.tsx';
import { useKept, useVersion } from './useOps.ts';
import { WaitingWork } from './WaitingWork.tsx';

export const Node = ({ metrics }: { readonly metrics: Metrics }) => {
  const t = useStore(messages);
  const kept = useKept(metrics);
  const version = useVersion().data;
  const before = kept.findLast(({ atMs }) => atMs < metrics.atMs);
  const read = { metrics, before };
  return (
    <div class={styles.page}>
      <header>
        <h1>{t.title}</h1>
        <p class="soft">
          {version !== undefined && `${t.node({ version })}. `}
          {t.nodeOnly}
        </p>
      </header>
      <Engines metrics={metrics} />
      <Traffic kept={kept} {...read} />
      <Models metrics={metrics} kept={kept} />
      <Jobs metrics={metrics} />
      <LogFigures {...read} />
      <Refusals {...read} />
      <Budgets metrics={metrics} />
      <Rooms metrics={metrics} />
      <WaitingWork metrics={metrics} />
    </div>
  );
};
