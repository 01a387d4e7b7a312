import { useStore } from '@nanostores/preact';
import { StaffArea } from '../../shared/session/StaffArea.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { messages } from './messages.ts';

export const DeskPage = () => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <StaffArea roles={['staff', 'admin']}>
      <h1>{t.title}</h1>
    </StaffArea>
  );
};
