import { useStore } from '@nanostores/preact';
import { isProblem } from '../../api/Problem.ts';
import { formats } from '../../format/formats.ts';
import { Button } from '../../ui/Button.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import type { Refusal } from '../choice/Choice.ts';
import type { LookOf } from '../draw/Look.ts';
import { nearestEqual } from '../plan/nearestEqual.ts';
import type { SeatPlan } from '../plan/SeatPlan.ts';
import { seatMessages } from '../seatMessages.ts';
import styles from './ChoicePanel.module.css';
import { useRefusalWords } from './useRefusalWords.ts';

export interface RefusalNoticeProps {
  readonly refusal: Refusal;
  readonly showtimeId: string;
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly onTake: (seatIds: readonly string[]) => void;
}

/** Why the last wish is not held, and what one can do about it. */
export const RefusalNotice = ({ refusal, showtimeId, plan, lookOf, onTake }: RefusalNoticeProps) => {
  const t = useStore(seatMessages);
  const { list } = useStore(formats);
  const say = useRefusalWords();
  const isFree = (seat: Parameters<LookOf>[0]): boolean => lookOf(seat) === 'free';
  const instead = refusal.kind === 'gone' ? nearestEqual(plan, refusal.seats, isFree) : undefined;
  const queue =
    refusal.kind === 'other' && isProblem(refusal.error, 'queue-required')
      ? String(refusal.error.body.queueId)
      : undefined;
  return (
    <div class={styles.refusal}>
      <p>{say(refusal)}</p>
      {instead !== undefined && (
        <Button look="plain" onClick={() => onTake(instead)}>
          {t.instead({ seats: list(instead) })}
        </Button>
      )}
      {queue !== undefined && (
        <ButtonLink to={`/waiting/${queue}?show=${showtimeId}`}>{t.waitingRoom}</ButtonLink>
      )}
    </div>
  );
};
