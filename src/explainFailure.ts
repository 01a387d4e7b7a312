/** One line for a person who starts the program and meets a known obstacle; the whole story for anything else. */

import { EmbeddedPostgresFailed } from './adapters/embedded-postgres/EmbeddedPostgresFailed.ts';
import { UnusableSecret } from './adapters/keys/loadSecrets.ts';
import { UnusableTicketKeys } from './adapters/keys/ticketKeys.ts';
import { MasterKeyMissing } from './adapters/postgres-keys/PostgresKeyStore.ts';
import { UnusableMailSettings } from './adapters/smtp/openSmtpNotifier.ts';
import { type Config, ConfigRefused } from './config.ts';
import { AppendRefused, EventStoreUnavailable } from './ports/EventStore.ts';
import { ReadStoreUnavailable } from './ports/ReadStore.ts';
import { LogMismatch } from './projections/runner/failures.ts';

const told = [
  ConfigRefused,
  EmbeddedPostgresFailed,
  UnusableSecret,
  UnusableTicketKeys,
  MasterKeyMissing,
  UnusableMailSettings,
  EventStoreUnavailable,
  AppendRefused,
  ReadStoreUnavailable,
  LogMismatch,
];

export const explainFailure = (error: unknown, config?: Config): string => {
  if (!(error instanceof Error)) return String(error);
  if (told.some((known) => error instanceof known)) return oneLine(error.message);
  const code = 'code' in error ? error.code : undefined;
  const at = config === undefined ? '' : ` ${config.host}:${config.port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `the address${at} is in use; choose another with --port or PORT`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOSPC':
    case 'ENOTDIR':
      return oneLine(error.message);
    case 'ECONNREFUSED':
    case 'ENOTFOUND':
      return `an engine is not there: ${oneLine(error.message)}`;
    default:
      return error.stack ?? error.message;
  }
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, '; ');
