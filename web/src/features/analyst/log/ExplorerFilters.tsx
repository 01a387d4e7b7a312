import { useStore } from '@nanostores/preact';
import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { Button } from '../../../shared/ui/Button.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import styles from '../Analyst.module.css';
import { messages } from '../messages.ts';
import { type FilterName, type Filters, fromEarliest, periodOf } from './Filters.ts';
import { useEventTypes } from './useLog.ts';

export interface ExplorerFiltersProps {
  readonly filters: Filters;
  readonly onChange: (filters: Filters) => void;
  /** What is followed has no beginning. */
  readonly isLive: boolean;
}

const without = ({ ...filters }: Filters, name: FilterName): Filters =>
  Object.fromEntries(Object.entries(filters).filter(([each]) => each !== name));

export const ExplorerFilters = ({ filters, onChange, isLive }: ExplorerFiltersProps) => {
  const t = useStore(messages);
  const [, navigate] = useLocation();
  const [stream, setStream] = useState(filters.stream ?? '');
  const [request, setRequest] = useState('');
  const types = useEventTypes().data ?? [];
  const { category = '', type = '' } = filters;
  const set = (from: Filters, name: FilterName, value: string): Filters =>
    value === '' ? without(from, name) : { ...without(from, name), [name]: value };
  const any = { value: '', label: t.all };
  const categories = [...new Set(types.map((each) => each.category))].filter((each) => each !== '*');
  const ofCategory = types.filter((each) => category === '' || [category, '*'].includes(each.category));
  const look = (event: Event): void => {
    event.preventDefault();
    const id = request.trim();
    if (id !== '') navigate(`/log/requests/${encodeURIComponent(id)}`);
    else onChange(set(filters, 'stream', stream.trim()));
  };
  return (
    <form class={styles.filters} onSubmit={look}>
      <Select
        label={t.category}
        value={category}
        options={[any, ...categories.map((value) => ({ value, label: value }))]}
        onChange={(value) => onChange(set(without(filters, 'type'), 'category', value))}
      />
      <Select
        label={t.type}
        value={type}
        options={[any, ...ofCategory.map((each) => ({ value: each.type, label: each.type }))]}
        onChange={(value) => onChange(set(filters, 'type', value))}
      />
      {!isLive && (
        <Select
          label={t.order}
          value={fromEarliest(filters) ? 'earliest' : ''}
          options={[
            { value: '', label: t.latestFirst },
            { value: 'earliest', label: t.earliestFirst },
          ]}
          onChange={(value) => onChange(set(filters, 'order', value))}
        />
      )}
      {!isLive && (
        <Select
          label={t.period}
          value={periodOf(filters)}
          options={[
            { value: 'hour', label: t.periodHour },
            { value: 'day', label: t.periodDay },
            { value: 'week', label: t.periodWeek },
            { value: 'all', label: t.periodAll },
          ]}
          onChange={(value) => onChange(set(filters, 'period', value))}
        />
      )}
      <Field label={t.stream} name="stream" value={stream} onInput={setStream} hint={t.streamHint} />
      <Field label={t.request} name="request" value={request} onInput={setRequest} hint={t.requestHint} />
      <Button type="submit" look="plain">
        {t.open}
      </Button>
    </form>
  );
};
