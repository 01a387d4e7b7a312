import { ChartsMissing } from './adapters/charts/drawChart.ts';
import { DuckdbMissing } from './adapters/duckdb/openDuckdb.ts';
import { EmbeddedPostgresFailed, folderFaults } from './adapters/embedded-postgres/EmbeddedPostgresFailed.ts';
import { SecretMissing, UnusableSecret } from './adapters/keys/loadSecrets.ts';
import { UnusableTicketKeys } from './adapters/keys/ticketKeys.ts';
import { MasterKeyMissing } from './adapters/postgres-keys/PostgresKeyStore.ts';
import { UnusableMailSettings } from './adapters/smtp/openSmtpNotifier.ts';
import { CommandRefused } from './cli/command/CommandRefused.ts';
import { OtherKeys } from './commands/log/nameKeys.ts';
import { ConfigRefused } from './config/ConfigRefused.ts';
import type { Config } from './config.ts';
import { AppendRefused, EventStoreUnavailable } from './ports/EventStore.ts';
import { ReadModelMissing, ReadStoreUnavailable } from './ports/ReadStore.ts';
import { SearchUnavailable } from './ports/SearchIndex.ts';
import { SeatMapStoreUnavailable } from './ports/SeatMapStore.ts';
import { LogMismatch, TooManyParked } from './projections/engine/failures.ts';
import { RebuildRefused } from './projections/engine/rebuildModel.ts';

const told = [
  ChartsMissing,
  DuckdbMissing,
  ConfigRefused,
  EmbeddedPostgresFailed,
  UnusableSecret,
  SecretMissing,
  UnusableTicketKeys,
  MasterKeyMissing,
  UnusableMailSettings,
  EventStoreUnavailable,
  AppendRefused,
  ReadStoreUnavailable,
  LogMismatch,
  OtherKeys,
  TooManyParked,
  ReadModelMissing,
  RebuildRefused,
  CommandRefused,
  SearchUnavailable,
  SeatMapStoreUnavailable,
];

const dataDirFaults: Readonly<Record<string, string>> = {
  ...folderFaults,
  ENOENT: 'it cannot be made there',
};

const addressFaults: Readonly<Record<string, string>> = {
  EADDRINUSE: 'is in use; choose another with --port or PORT (OPS_PORT for operators)',
  EACCES: 'may not be taken by this user; choose another with --port or PORT (OPS_PORT for operators)',
  EADDRNOTAVAIL: 'is not one of this machine; choose another with --host or HOST',
  ENOTFOUND: 'is not known; choose another with --host or HOST',
};

type AddressError = NodeJS.ErrnoException & { hostname?: string; address?: string; port?: number };

export const explainFailure = (error: unknown, config?: Config): string => {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SuppressedError) {
    return [error.error, error.suppressed].map((each) => explainFailure(each, config)).join('; ');
  }
  if (told.some((known) => error instanceof known)) return oneLine(error.message);
  const { code = '', syscall, path, hostname, address, port }: AddressError = error;
  const isOfAddress = syscall === 'listen' || (hostname !== undefined && hostname === config?.host);
  if (isOfAddress && addressFaults[code] !== undefined) {
    const at = config === undefined ? '' : ` ${address ?? config.host}:${port ?? config.port}`;
    return `the address${at} ${addressFaults[code]}`;
  }
  if (config !== undefined && path?.startsWith(config.dataDir) && dataDirFaults[code] !== undefined) {
    return `cannot keep data in ${config.dataDir}: ${dataDirFaults[code]}; choose another DATA_DIR`;
  }
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND') {
    return `an engine is not there: ${oneLine(error.message)}`;
  }
  return error.stack ?? error.message;
};

const oneLine = (text: string): string => text.replaceAll(/\s*\n\s*/g, '; ');
