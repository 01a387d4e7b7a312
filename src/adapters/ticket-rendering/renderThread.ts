import { parentPort } from 'node:worker_threads';
import type { Ticket } from '../../domain/ticket/Ticket.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';
import { renderTicket } from './renderTicket.ts';
import { ticketText } from './ticketText.ts';

export interface RenderRequest {
  readonly id: number;
  readonly ticket: Ticket;
  readonly as: TicketMediaType;
}

export type RenderAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly failure: unknown };

const answerTo = async ({ id, ticket, as }: RenderRequest): Promise<RenderAnswer> => {
  try {
    return { id, bytes: await renderTicket(ticketText(ticket), as) };
  } catch (failure) {
    return { id, failure };
  }
};

let last = Promise.resolve();
parentPort?.on('message', (request: RenderRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(request)));
});
