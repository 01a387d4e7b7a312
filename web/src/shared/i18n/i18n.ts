import { createI18n, type TranslationsJSON } from '@nanostores/i18n';
import { locale } from './locale.ts';

type Catalog = { readonly default: TranslationsJSON };

/** One file per language and feature, fetched when a page of that feature is shown. */
const catalogs = import.meta.glob<Catalog>('../../../locales/*/*.json');

const load = async (language: string, feature: string) => {
  const file = catalogs[`../../../locales/${language}/${feature}.json`];
  return { [feature]: file === undefined ? {} : (await file()).default };
};

export const i18n = createI18n(locale, {
  get: (language, features) => Promise.all(features.map((feature) => load(language, feature))),
});
