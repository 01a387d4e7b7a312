import { readFileSync } from 'node:fs';
import { ConfigRefused } from './ConfigRefused.ts';
import { paymentSecrets } from './payments.ts';

/** Settings that hold a secret, or a URL with one. */
const secretSettings = [
  ...(['MARQUEE_SECRET', 'MARQUEE_OLDER_SECRETS', 'MARQUEE_TOKEN_SECRET'] as const),
  ...(['MARQUEE_OLDER_TOKEN_SECRETS', 'SMTP_URL', 'TURNSTILE_SECRET_KEY'] as const),
  ...paymentSecrets,
  ...(['DATABASE_URL', 'EVENTSTORE_URL', 'REDIS_URL', 'ELASTICSEARCH_URL'] as const),
];

type Given = Readonly<Record<string, string | undefined>>;

const contentOf = (setting: string, path: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is no file';
    throw new ConfigRefused(`${setting}: ${path} cannot be read (${why})`, { cause: error });
  }
};

/** The settings with what stands in the files that `<setting>_FILE` names. Throws {@link ConfigRefused}. */
export const withSecretFiles = (given: Given): Given => {
  const read: Record<string, string> = {};
  for (const setting of secretSettings) {
    const named = `${setting}_FILE`;
    const path = given[named];
    if (path === undefined) continue;
    if (given[setting] !== undefined) throw new ConfigRefused(`${named}: ${setting} is set too`);
    const content = contentOf(named, path);
    if (content === '') throw new ConfigRefused(`${named}: ${path} is empty`);
    read[setting] = content;
  }
  return { ...given, ...read };
};
