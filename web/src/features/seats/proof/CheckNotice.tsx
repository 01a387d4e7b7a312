import { useStore } from '@nanostores/preact';
import { messages } from '../messages.ts';
import { checkPlace } from './Answering.ts';

/** Announced to screen readers with the rest of the choice. */
export const CheckNotice = () => {
  const t = useStore(messages);
  return (
    <div>
      <p>{t.checking}</p>
      <div id={checkPlace} />
    </div>
  );
};
