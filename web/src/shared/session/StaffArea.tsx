import { useStore } from '@nanostores/preact';
import type { ComponentChildren } from 'preact';
import { isProblem } from '../api/Problem.ts';
import { formats } from '../format/formats.ts';
import { Asked } from '../problems/Asked.tsx';
import { useProblemWords } from '../problems/useProblemWords.ts';
import { Button } from '../ui/Button.tsx';
import { accessToken } from './accessToken.ts';
import styles from './StaffArea.module.css';
import { StaffSignIn } from './StaffSignIn.tsx';
import { sessionMessages } from './sessionMessages.ts';
import { useMe } from './useMe.ts';

/** Roles that a page can be for, with the message that names those who have it. */
const people = { staff: 'forStaff', admin: 'forAdmin', analyst: 'forAnalyst', gate: 'forGate' } as const;

export interface StaffAreaProps {
  /** Any of them opens it. */
  readonly roles: readonly (keyof typeof people)[];
  readonly children: ComponentChildren;
}

/** Shows its content to those who have one of the roles, and a sign-in to others. */
export const StaffArea = ({ roles, children }: StaffAreaProps) => {
  const t = useStore(sessionMessages);
  const { list } = useStore(formats);
  const token = useStore(accessToken.store);
  const say = useProblemWords();
  const me = useMe();
  if (token === undefined) return <StaffSignIn />;
  if (isProblem(me.error, 'unauthorized')) return <StaffSignIn fault={say(me.error)} />;
  return (
    <Asked query={me}>
      {(person) =>
        roles.some((role) => person.roles.includes(role)) ? (
          <>
            <p class={styles.person}>
              {t.signedInAs({ roles: list(person.roles.map((role) => t[role])) })}
              <Button look="quiet" onClick={() => accessToken.set(undefined)}>
                {t.signOut}
              </Button>
            </p>
            {children}
          </>
        ) : (
          <StaffSignIn fault={t.wrongRole({ people: list(roles.map((role) => t[people[role]])) })} />
        )
      }
    </Asked>
  );
};
