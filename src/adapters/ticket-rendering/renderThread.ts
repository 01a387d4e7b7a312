import { parentPort } from 'node:worker_threads';
import type { Ticket } from '../../domain/ticket/Ticket.ts';
import type { Statement } from '../../ports/StatementRenderer.ts';
import type { TicketMediaType } from '../../ports/TicketRenderer.ts';
import { renderStatements } from './renderStatements.ts';
import { renderTicket } from './renderTicket.ts';
import { ticketText } from './ticketText.ts';

export type RenderWork =
  | { readonly ticket: Ticket; readonly as: TicketMediaType }
  | { readonly statements: readonly Statement[]; readonly as: 'application/pdf' };

export type RenderRequest = RenderWork & { readonly id: number };

export type RenderAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly failure: unknown };

const render = (work: RenderWork): Promise<Uint8Array> =>
  'ticket' in work ? renderTicket(ticketText(work.ticket), work.as) : renderStatements(work.statements);

const answerTo = async ({ id, ...work }: RenderRequest): Promise<RenderAnswer> => {
  try {
    return { id, bytes: await render(work) };
  } catch (failure) {
    return { id, failure };
  }
};

let last = Promise.resolve();
parentPort?.on('message', (request: RenderRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(request)));
});
