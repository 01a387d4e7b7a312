import { useStore } from '@nanostores/preact';
import type { ComponentType } from 'preact';
import { formats } from '../../format/formats.ts';
import { Countdown } from '../../holds/Countdown.tsx';
import type { Hold, HoldKey } from '../../holds/Held.ts';
import type { Show } from '../../shows/Show.ts';
import type { Chooser } from '../choice/createChooser.ts';
import type { LookOf } from '../draw/Look.ts';
import type { SeatPlan } from '../plan/SeatPlan.ts';
import { CheckNotice } from '../proof/CheckNotice.tsx';
import { seatMessages } from '../seatMessages.ts';
import { BestSeats } from './BestSeats.tsx';
import styles from './ChoicePanel.module.css';
import { ChosenSeat } from './ChosenSeat.tsx';
import { RefusalNotice } from './RefusalNotice.tsx';

export interface FootProps {
  readonly hold: Hold;
  readonly holdKey: HoldKey;
  /** Whether all that is wanted is held, and nothing else. */
  readonly isSettled: boolean;
  readonly chooser: Chooser;
}

export interface ChoicePanelProps {
  readonly show: Show;
  readonly plan: SeatPlan;
  readonly lookOf: LookOf;
  readonly chooser: Chooser;
  /** What is done with what is held. */
  readonly foot: ComponentType<FootProps>;
}

export const ChoicePanel = ({ show, plan, lookOf, chooser, foot: Foot }: ChoicePanelProps) => {
  const t = useStore(seatMessages);
  const format = useStore(formats);
  const { wanted, hold, key, busy, isChecking, refusal } = useStore(chooser.choice);
  const chosen = wanted.flatMap((id) => plan.byId.get(id) ?? []);
  const isSettled = !busy && hold !== undefined && chosen.every((seat) => lookOf(seat) === 'own');
  const warned = hold?.warnings.flatMap(({ seats }) => seats) ?? [];
  return (
    <section class={styles.panel} aria-label={t.yours}>
      {refusal !== undefined && (
        <RefusalNotice
          {...{ refusal, plan, lookOf }}
          showtimeId={show.id}
          onTake={(ids) => chooser.toggle(ids)}
        />
      )}
      {isChecking && <CheckNotice />}
      {chosen.length === 0 ? (
        <>
          <p>{t.intro}</p>
          <BestSeats plan={plan} busy={busy} onFind={(best) => void chooser.best(best)} />
        </>
      ) : (
        <>
          <ul class={styles.seats}>
            {chosen.map((seat) => (
              <ChosenSeat key={seat.id} {...{ seat, show, plan, lookOf, chooser }} />
            ))}
          </ul>
          {warned.length > 0 && <p class="soft">{t.loneWarning({ seats: format.list(warned) })}</p>}
        </>
      )}
      {hold !== undefined && key !== undefined && (
        <div class={styles.foot}>
          <Countdown
            hold={hold}
            holdKey={key}
            onExtended={() => void chooser.refresh()}
            onOver={() => void chooser.refresh()}
          />
          <p class={`${styles.total} figures`}>
            <span>{t.total}</span> <strong aria-busy={!isSettled}>{format.money(hold.total)}</strong>
          </p>
          <Foot hold={hold} holdKey={key} isSettled={isSettled} chooser={chooser} />
        </div>
      )}
    </section>
  );
};
