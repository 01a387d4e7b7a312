import { params } from '@nanostores/i18n';
import { i18n } from '../i18n/i18n.ts';

export const holdMessages = i18n('holds', {
  heldFor: params<{ time: string }>('Held for you for {time}'),
  soon: 'Less than three minutes left',
  moreTime: 'More time',
  adult: 'Adult',
  child: 'Child',
  student: 'Student',
  senior: 'Senior',
  ticketType: params<{ seat: string }>('Ticket for {seat}'),
  regular: 'Regular',
  premium: 'Premium',
  recliner: 'Recliner',
  couple: 'Couple seat',
  wheelchair: 'Wheelchair place',
  companion: 'Companion seat',
});
