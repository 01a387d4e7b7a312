import { useStore } from '@nanostores/preact';
import { Field } from '../../../shared/ui/Field.tsx';
import { messages } from '../messages.ts';
import styles from './Counter.module.css';
import { type Contact, isTold, type SaleDraft, saleForm } from './saleDraft.ts';

const kinds = [
  { name: 'name', type: 'text', isNeeded: true },
  { name: 'email', type: 'email', isNeeded: true },
  { name: 'phone', type: 'tel', isNeeded: false },
] as const satisfies readonly {
  readonly name: keyof Contact;
  readonly type: string;
  readonly isNeeded: boolean;
}[];

/** Who tells a name gives an address too; a sale needs neither. */
export const CustomerFields = ({ draft }: { readonly draft: SaleDraft }) => {
  const t = useStore(messages);
  const contact = useStore(draft.contact);
  return (
    <details class={styles.details} open={isTold(contact) ? true : undefined}>
      <summary>{t.forCustomer}</summary>
      {kinds.map(({ name, type, isNeeded }) => (
        <Field
          key={name}
          label={t[name]}
          name={name}
          type={type}
          form={saleForm}
          autoComplete="off"
          required={isNeeded && isTold(contact)}
          value={contact[name]}
          onInput={(typed) => draft.contact.set({ ...contact, [name]: typed })}
        />
      ))}
    </details>
  );
};
