import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { StaffArea } from '../session/StaffArea.tsx';
import { SectionNav } from '../ui/SectionNav.tsx';
import styles from './DeskFrame.module.css';
import { deskNavMessages } from './deskNavMessages.ts';
import { deskPages } from './deskPages.ts';

/** Every page of the desk: for staff only, with the desk's navigation above it. */
export const DeskFrame = ({ children }: { readonly children: ComponentChildren }) => {
  const t = useStore(deskNavMessages);
  return (
    <StaffArea roles={['staff', 'admin']}>
      <SectionNav name={t.name} pages={deskPages.map(({ to, label }) => ({ to, label: t[label] }))} />
      <div class={styles.content}>{children}</div>
    </StaffArea>
  );
};
