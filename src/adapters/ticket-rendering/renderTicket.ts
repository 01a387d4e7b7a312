import type { TicketMediaType } from '../../ports/TicketRenderer.ts';
import { openFontStack } from './FontStack.ts';
import { layOutTicket } from './layOutTicket.ts';
import { paintPdf } from './paintPdf.ts';
import { paintPng } from './paintPng.ts';
import { paintSvg } from './paintSvg.ts';
import type { TicketText } from './ticketText.ts';

const fonts = openFontStack();

export const renderTicket = async (ticket: TicketText, as: TicketMediaType): Promise<Uint8Array> => {
  const drawing = layOutTicket(ticket, fonts);
  switch (as) {
    case 'application/pdf':
      return paintPdf(drawing);
    case 'image/png':
      return paintPng(drawing);
    case 'image/svg+xml':
      return new TextEncoder().encode(paintSvg(drawing));
  }
};
