import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { Link } from 'wouter-preact';
import { Scrollable } from '../../../shared/ui/Scrollable.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { useInstants } from '../useInstants.ts';
import { categoryOf, type LogEvent, streamId } from './LogEvent.ts';
import { useEventTypes } from './useLog.ts';

export interface EventFactsProps {
  readonly event: LogEvent;
  readonly trace: readonly LogEvent[];
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd class={styles.code}>{children}</dd>
  </>
);

export const EventFacts = ({ event, trace }: EventFactsProps) => {
  const t = useStore(messages);
  const instant = useInstants();
  const { id, type, stream, revision, position, version, at, data, metadata } = event;
  const { causationId, correlationId, actor } = metadata;
  const about = useEventTypes().data?.find((each) => each.type === type)?.description;
  const cause = trace.find((each) => each.id === causationId);
  const effects = trace.filter((each) => each.metadata.causationId === id);
  return (
    <>
      {about !== undefined && <p>{about}</p>}
      <dl class={styles.facts}>
        <Fact name={t.time}>{instant(at)}</Fact>
        <Fact name={t.stream}>
          <Link to={`/log?stream=${encodeURIComponent(stream)}`}>{stream}</Link>
          {categoryOf(stream) === 'showtime' && (
            <>
              {' '}
              · <Link to={`/log/shows/${streamId(stream)}`}>{t.replay}</Link>
            </>
          )}
        </Fact>
        <Fact name={t.revision}>{revision}</Fact>
        <Fact name={t.position}>{position}</Fact>
        <Fact name={t.version}>{version}</Fact>
        <Fact name={t.id}>{id}</Fact>
        <Fact name={t.actor}>{[actor.role, actor.id].filter(Boolean).join(' ')}</Fact>
        <Fact name={t.cause}>
          {cause === undefined ? (
            <>
              {t.causedByRequest} <Link to={`/log/requests/${correlationId}`}>{causationId}</Link>
            </>
          ) : (
            <Link to={`/log/events/${cause.id}`}>{cause.type}</Link>
          )}
        </Fact>
        <Fact name={t.effects(effects.length)}>
          {effects.map((each) => (
            <div key={each.id}>
              <Link to={`/log/events/${each.id}`}>{each.type}</Link>
            </div>
          ))}
        </Fact>
      </dl>
      <h2>{t.data}</h2>
      <Scrollable label={t.data}>
        <pre dir="ltr" class={`${styles.block} ${styles.code}`}>
          {JSON.stringify(data, null, 2)}
        </pre>
      </Scrollable>
    </>
  );
};
