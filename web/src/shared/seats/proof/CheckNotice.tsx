import { useStore } from '@nanostores/preact';
import { seatMessages } from '../seatMessages.ts';
import { checkPlace } from './Answering.ts';

/** Announced to screen readers with the rest of the choice. */
export const CheckNotice = () => {
  const t = useStore(seatMessages);
  return (
    <div>
      <p>{t.checking}</p>
      <div id={checkPlace} />
    </div>
  );
};
