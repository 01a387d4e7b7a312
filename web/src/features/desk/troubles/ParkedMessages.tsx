import { useStore } from '@nanostores/preact';
import { messages } from '../messages.ts';
import { AskedOps } from './AskedOps.tsx';
import { ParkedMessage } from './ParkedMessage.tsx';
import { useParkedMessages } from './useTroubles.ts';

export const ParkedMessages = () => {
  const t = useStore(messages);
  const parked = useParkedMessages();
  return (
    <section>
      <h2>{t.parkedMessages}</h2>
      <AskedOps query={parked}>
        {({ items }) =>
          items.length === 0 ? (
            <p role="status">{t.noParked}</p>
          ) : (
            <ul>
              {items.map((message) => (
                <ParkedMessage key={message.id} message={message} />
              ))}
            </ul>
          )
        }
      </AskedOps>
    </section>
  );
};
