import { atom } from 'nanostores';

export interface Contact {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
}

/** The simulated terminal hands on a token that says how the payment goes. */
export const cards = ['tok_ok', 'tok_slow', 'tok_declined'] as const;
export type Card = (typeof cards)[number];

/** The form that the fields are of, wherever they stand. */
export const saleForm = 'sale';

const noContact: Contact = { name: '', email: '', phone: '' };

/** What is told besides the seats. */
export const saleDraft = () => {
  const contact = atom<Contact>(noContact);
  const card = atom<Card>('tok_ok');
  return { contact, card, reset: (): void => contact.set(noContact) };
};

export type SaleDraft = ReturnType<typeof saleDraft>;

export const isTold = ({ name, email, phone }: Contact): boolean => `${name}${email}${phone}`.trim() !== '';

/** For the order: nothing at all for a customer who tells nothing. */
export const toldOf = (contact: Contact) => {
  if (!isTold(contact)) return {};
  const [name, email, phone] = [contact.name.trim(), contact.email.trim(), contact.phone.trim()];
  return { customer: { name, email, ...(phone === '' ? {} : { phone }) } };
};
