import { nameText, type ShownText } from '../../api/log/shownText.ts';
import { eventCatalog } from '../../domain/eventCatalog.ts';
import { type Table, tables, unreadable } from './tables.ts';

const leadingZeros = /^0+(?=\d)/;

const envelopeText = (event: ShownText): string => {
  const { position, stream, revision, id, version, at, correlationId, causationId, actor } = event;
  const actorId = actor.id === undefined ? '' : `,"a":"${actor.id}"`;
  return (
    `{"p":${position.replace(leadingZeros, '')},"s":${nameText(stream)},"r":${revision},"i":"${id}","v":${version},` +
    `"t":"${at}","c":"${correlationId}","u":"${causationId}","o":"${actor.role}"${actorId}`
  );
};

export const tableFor = ({ type, version, data }: ShownText): Table => {
  const newest = eventCatalog.get(type)?.definition.version ?? 0;
  return data === undefined || version > newest ? unreadable : (tables.get(type) ?? unreadable);
};

/** What the table's columns are taken from. */
export const tableLine = (table: Table, event: ShownText): string => {
  const { type, data } = event;
  if (table === unreadable) return `${envelopeText(event)},"y":${nameText(type)},"d":${data ?? 'null'}}\n`;
  const isEmpty = table.spooled.d === undefined;
  return isEmpty ? `${envelopeText(event)}}\n` : `${envelopeText(event)},"d":${data}}\n`;
};
