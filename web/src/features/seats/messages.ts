import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('closedShow', {
  notOnSale: 'This show is not on sale',
  otherShows: 'Other shows of this film',
});
