/** What adapters say while they work; pino's logger fits. Nothing that a caller must act on is only logged. */
export interface AdapterLogger {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}
