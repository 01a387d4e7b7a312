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

const isLanguage = (value: string | undefined): value is Language =>
  value !== undefined && value in languages;

const stored = kept(localStorage, 'language');
const asked = new URLSearchParams(window.location.search).get('lang') ?? stored.get();
/** The first of the browser's languages that there is, whatever its region. */
const ofBrowser = navigator.languages.map((tag) => tag.split('-')[0]).find(isLanguage);

export const locale = atom<Language>(isLanguage(asked) ? asked : (ofBrowser ?? 'en'));

export const chooseLanguage = (language: Language): void => {
  stored.set(language);
  locale.set(language);
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
