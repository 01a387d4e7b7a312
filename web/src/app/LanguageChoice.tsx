import { useStore } from '@nanostores/preact';
import { chooseLanguage, type Language, languages, locale } from '../shared/i18n/locale.ts';
import { Select } from '../shared/ui/Select.tsx';
import { messages } from './messages.ts';

const options = Object.entries(languages).map(([value, label]) => ({ value: value as Language, label }));

export const LanguageChoice = () => {
  const t = useStore(messages);
  const language = useStore(locale);
  return <Select label={t.language} hideLabel options={options} value={language} onChange={chooseLanguage} />;
};
