/** Requests as bytes for the wire. */
export interface WireRequest {
  readonly text: string;
  /** The first step of what is measured as one: it is not counted, and the time of the next begins with its own. */
  readonly isStep?: boolean;
  /** Sent so long after the answer before it. */
  readonly afterMs?: number;
  /** Called with the answer; gives a request to be sent on the same connection next. */
  answered(status: number, body: string): WireRequest | undefined;
}

/** Undefined when there is nothing left to ask for. */
export type RequestSource = () => WireRequest | undefined;

/** `headers`: whole lines. */
export const wire = (method: string, path: string, body?: string, headers = ''): string =>
  body === undefined
    ? `${method} ${path} HTTP/1.1\r\nhost: localhost\r\n${headers}\r\n`
    : `${method} ${path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${headers}content-length: ${body.length}\r\n\r\n${body}`;

export const holdRequest = (showtimeId: string, seatIds: readonly string[]): string =>
  wire('POST', `/v1/showtimes/${showtimeId}/holds`, JSON.stringify({ seatIds }));
