import type { Money } from '../domain/kernel/money.ts';
import type { SettlementLine } from '../domain/settlement/events.ts';

export interface StatementLine extends Omit<SettlementLine, 'gross' | 'refunds' | 'net' | 'share'> {
  readonly movie: string;
  readonly gross: Money;
  readonly refunds: Money;
  readonly net: Money;
  readonly share: Money;
}

/** What one theater settles for one business date. */
export interface Statement {
  readonly theater: string;
  readonly businessDate: string;
  /** Absent for figures that were not issued. */
  readonly number?: number;
  readonly logId: string;
  readonly position: string;
  readonly asOf: string | null;
  readonly lines: readonly StatementLine[];
}

export interface StatementRenderer {
  /** A PDF in which each statement begins a page and ends with room for signatures. Throws TicketRendererBusy. */
  renderStatements(statements: readonly Statement[]): Promise<Uint8Array>;
}
