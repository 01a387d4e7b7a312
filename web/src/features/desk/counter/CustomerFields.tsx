import { useStore } from '@nanostores/preact';
import { Field } from '../../../shared/ui/Field.tsx';
import { messages } from '../messages.ts';
import styles from './Counter.module.css';

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

export const noContact: Contact = { name: '', email: '', phone: '' };

/** Whether the customer tells anything about themselves. */
const isTold = ({ name, email, phone }: Contact): boolean => `${name}${email}${phone}`.trim() !== '';

/** For the order: nothing at all for a customer who gave no name. */
export const toldOf = (contact: Contact) => {
  if (!isTold(contact)) return {};
  const { name, email, phone } = contact;
  return { customer: { name: name.trim(), email: email.trim(), ...(phone === '' ? {} : { phone }) } };
};

export interface CustomerFieldsProps {
  readonly contact: Contact;
  readonly onChange: (contact: Contact) => void;
}

export const CustomerFields = ({ contact, onChange }: CustomerFieldsProps) => {
  const t = useStore(messages);
  const required = isTold(contact);
  return (
    <details class={styles.customer}>
      <summary>{t.forCustomer}</summary>
      <Field
        label={t.name}
        name="name"
        required={required}
        value={contact.name}
        onInput={(name) => onChange({ ...contact, name })}
      />
      <Field
        label={t.email}
        name="email"
        type="email"
        required={required}
        value={contact.email}
        onInput={(email) => onChange({ ...contact, email })}
      />
      <Field
        label={t.phone}
        name="phone"
        type="tel"
        value={contact.phone}
        onInput={(phone) => onChange({ ...contact, phone })}
      />
    </details>
  );
};
