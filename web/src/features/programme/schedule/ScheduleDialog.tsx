import { useStore } from '@nanostores/preact';
import { isolated } from '../../../shared/format/isolated.ts';
import type { Show } from '../../../shared/shows/Show.ts';
import { Button } from '../../../shared/ui/Button.tsx';
import { Dialog } from '../../../shared/ui/Dialog.tsx';
import { Field } from '../../../shared/ui/Field.tsx';
import { Notice } from '../../../shared/ui/Notice.tsx';
import { Select } from '../../../shared/ui/Select.tsx';
import type { Hall } from '../day/useDay.ts';
import { messages } from '../messages.ts';
import type { Axis } from '../timeline/Axis.ts';
import type { Placement } from '../timeline/usePlacing.ts';
import styles from './Form.module.css';
import { lastTerms } from './lastTerms.ts';
import { RefusalText } from './RefusalText.tsx';
import { usePlanForm } from './usePlanForm.ts';
import { useSchedule } from './useSchedule.ts';

export interface ScheduleDialogProps {
  readonly axis: Axis;
  readonly halls: readonly Hall[];
  readonly placement: Placement;
  readonly currency: string | undefined;
  readonly onDone: (show: Show) => void;
  readonly onClose: () => void;
}

export const ScheduleDialog = (props: ScheduleDialogProps) => {
  const { axis, halls, placement, currency, onDone, onClose } = props;
  const t = useStore(messages);
  const { fields, set, planned, isPriceWrong } = usePlanForm(axis, placement, currency);
  const scheduling = useSchedule(onDone);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (planned === undefined) return;
    lastTerms.keep(planned);
    scheduling.mutate(planned);
  };
  const options = halls.map(({ id, name }) => ({ value: id, label: isolated(name) }));
  return (
    <Dialog title={t.scheduleTitle({ title: placement.film.title })} open onClose={onClose}>
      <form class={styles.form} onSubmit={submit}>
        <div class={styles.pair}>
          <Select label={t.hall} options={options} value={fields.hallId} onChange={set('hallId')} />
          <Field
            label={t.start}
            name="start"
            type="time"
            required
            value={fields.time}
            onInput={set('time')}
          />
          <Field label={t.format} name="format" required value={fields.format} onInput={set('format')} />
          <Field
            {...{ label: t.language, name: 'language', required: true, hint: t.languageHint }}
            value={fields.language}
            onInput={set('language')}
          />
        </div>
        {currency === undefined && (
          <Field
            label={t.currency}
            name="currency"
            required
            value={fields.currency}
            onInput={set('currency')}
          />
        )}
        <Field
          {...{ label: t.price({ currency: fields.currency }), name: 'price', required: true }}
          inputMode="numeric"
          value={fields.price}
          onInput={set('price')}
          fault={isPriceWrong ? t.notMoney : undefined}
        />
        {scheduling.error !== null && (
          <Notice tone="bad" title={<RefusalText error={scheduling.error} timeZone={axis.timeZone} />} />
        )}
        <Button type="submit" wide busy={scheduling.isPending} disabled={planned === undefined}>
          {t.schedule}
        </Button>
      </form>
    </Dialog>
  );
};
