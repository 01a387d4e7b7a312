import { i18n } from '../../shared/i18n/i18n.ts';

export const messages = i18n('gate', { title: 'Gate' });
