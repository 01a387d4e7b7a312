/** A ticket as a person reads it: everything is text that is ready to print. No ids but the reference. */

export interface TicketSeat {
  readonly row: string;
  readonly number: string;
  /** Such as `Premium`; empty when there is nothing to say. */
  readonly type: string;
  /** Such as `Adult`. */
  readonly ticketType: string;
}

export interface TicketView {
  readonly reference: string;
  /** What the QR code holds. */
  readonly code: string;
  readonly movieTitle: string;
  readonly rating?: string;
  readonly theaterName: string;
  readonly hallName: string;
  /** Local time of the start, such as `19:30`. */
  readonly startsAtLocal: string;
  /** Local date of the start, such as `Fri 21 Nov 2026`. */
  readonly dateText: string;
  readonly format: string;
  readonly language: string;
  readonly seats: readonly TicketSeat[];
  /** Such as `$ 37.50`. */
  readonly total: string;
  readonly customerName?: string;
}
