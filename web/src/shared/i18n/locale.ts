import { browser, localeFrom } from '@nanostores/i18n';
import { atom, computed } from 'nanostores';
import { kept } from '../session/kept.ts';

export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  ar: 'العربية',
  hi: 'हिन्दी',
} as const;
export type Language = keyof typeof languages;

const available = Object.keys(languages) as Language[];
const isLanguage = (value: string | undefined): value is Language =>
  value !== undefined && value in languages;

const stored = kept(localStorage, 'language');
const asked = new URLSearchParams(window.location.search).get('lang') ?? stored.get();
const chosen = atom<Language | undefined>(isLanguage(asked) ? asked : undefined);

export const locale = localeFrom(chosen, browser({ available, fallback: 'en' }));

export const chooseLanguage = (language: Language): void => {
  stored.set(language);
  chosen.set(language);
};

/** For `Intl`: the region of the browser's own setting, if it is of the same language. */
export const formatLocale = computed(locale, (language) => {
  const regional = navigator.languages.find((tag) => tag.split('-')[0] === language);
  return regional ?? language;
});

locale.subscribe((language) => {
  document.documentElement.lang = language;
  document.documentElement.dir = language === 'ar' ? 'rtl' : 'ltr';
});
