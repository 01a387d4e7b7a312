import { useStore } from '@nanostores/preact';
import { formats } from '../format/formats.ts';
import type { Choice } from './choice/Choice.ts';
import { useRefusalWords } from './panel/useRefusalWords.ts';
import { seatMessages } from './seatMessages.ts';

export interface AnnouncementsProps {
  readonly choice: Choice;
}

/** What a screen reader says when the choice has changed. */
export const Announcements = ({ choice }: AnnouncementsProps) => {
  const t = useStore(seatMessages);
  const format = useStore(formats);
  const say = useRefusalWords();
  const held = choice.hold?.seats.map(({ id }) => id) ?? [];
  const words = (): string => {
    if (choice.isChecking) return t.checking;
    if (choice.busy) return '';
    if (choice.refusal !== undefined) return say(choice.refusal);
    if (choice.hold === undefined) return '';
    return t.held({ seats: format.list(held), total: format.money(choice.hold.total) });
  };
  return (
    <p role="status" class="unseen">
      {words()}
    </p>
  );
};
