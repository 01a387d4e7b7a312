import { useStore } from '@nanostores/preact';
import { useMutation } from '@tanstack/preact-query';
import { useEffect } from 'preact/hooks';
import { useProblemWords } from '../problems/useProblemWords.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Countdown.module.css';
import type { Hold, HoldKey } from './Held.ts';
import { extendHold } from './holdCalls.ts';
import { holdMessages } from './holdMessages.ts';
import { useRemaining } from './useRemaining.ts';

export interface CountdownProps {
  readonly hold: Hold;
  readonly holdKey: HoldKey;
  readonly onExtended: () => void;
  readonly onOver: () => void;
}

const soonMs = 180_000;

const clockOf = (ms: number): string => {
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

export const Countdown = ({ hold, holdKey, onExtended, onOver }: CountdownProps) => {
  const t = useStore(holdMessages);
  const say = useProblemWords();
  const left = useRemaining(hold.expiresAt);
  const extension = useMutation({ mutationFn: () => extendHold(holdKey), onSuccess: onExtended });
  const isOver = left === 0;
  const isSoon = left < soonMs;
  useEffect(() => {
    if (isOver) onOver();
  }, [isOver]);
  return (
    <div class={`${styles.countdown} ${isSoon ? styles.soon : ''}`}>
      <p role="timer" class="figures">
        {t.heldFor({ time: clockOf(left) })}
      </p>
      {isSoon && (
        <>
          <span class="unseen" role="status">
            {t.soon}
          </span>
          <Button look="plain" busy={extension.isPending} onClick={() => extension.mutate()}>
            {t.moreTime}
          </Button>
        </>
      )}
      {extension.error !== null && <p role="alert">{say(extension.error)}</p>}
    </div>
  );
};
