import { ConfigRefused } from './ConfigRefused.ts';

export interface OpsListener {
  readonly host: string;
  readonly port: number;
}

export interface ListenerEnvironment {
  readonly HOST: string;
  readonly PORT: number;
  readonly OPS_HOST?: string | undefined;
  readonly OPS_PORT?: number | undefined;
}

/** Undefined: what operators read is served with all else. Throws {@link ConfigRefused}. */
export const readOpsListener = (settings: ListenerEnvironment): OpsListener | undefined => {
  const { HOST, PORT, OPS_HOST, OPS_PORT: port } = settings;
  if (port === undefined) {
    if (OPS_HOST !== undefined) throw new ConfigRefused('OPS_PORT: must be set when OPS_HOST is');
    return undefined;
  }
  const host = OPS_HOST ?? HOST;
  if (port !== 0 && port === PORT) throw new ConfigRefused('OPS_PORT: must be another than PORT');
  return { host, port };
};
