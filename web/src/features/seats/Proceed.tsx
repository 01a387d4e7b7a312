import { useStore } from '@nanostores/preact';
import { useLocation } from 'wouter-preact';
import type { FootProps } from '../../shared/seats/panel/ChoicePanel.tsx';
import { seatMessages } from '../../shared/seats/seatMessages.ts';
import { Button } from '../../shared/ui/Button.tsx';

/** On to the checkout, which takes the hold over. */
export const Proceed = ({ hold, isSettled, chooser }: FootProps) => {
  const t = useStore(seatMessages);
  const [, navigate] = useLocation();
  const proceed = (): void => {
    chooser.handOver();
    navigate(`/checkout/${hold.holdId}`);
  };
  return (
    <Button wide disabled={!isSettled} onClick={proceed}>
      {t.proceed}
    </Button>
  );
};
