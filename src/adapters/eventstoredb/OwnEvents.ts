import type { NewEvent, Position, RecordedEvent, StreamAppend } from '../../ports/EventStore.ts';

interface OwnEvent {
  readonly stream: string;
  readonly event: NewEvent;
}

const generationEventsMax = 5_000;
const generationCharactersMax = 4 * 1024 * 1024;

/**
 * The newest events that this store sent, by id. When the server delivers one of them, it is handed over as it was appended,
 * and its text is not parsed.
 */
export class OwnEvents {
  #newest = new Map<string, OwnEvent>();
  #older = new Map<string, OwnEvent>();
  #characters = 0;

  /** Those whose text the caller made, who by that promises not to change them. */
  remember({ stream, events, texts }: StreamAppend): void {
    if (texts === undefined) return;
    for (const [place, event] of events.entries()) {
      const text = texts[place];
      if (text === undefined) continue;
      this.#newest.set(event.id, { stream, event });
      this.#characters += text.data.length + text.metadata.length;
    }
    if (this.#newest.size < generationEventsMax && this.#characters < generationCharactersMax) return;
    this.#older = this.#newest;
    this.#newest = new Map();
    this.#characters = 0;
  }

  has(id: string): boolean {
    return this.#newest.has(id) || this.#older.has(id);
  }

  stored(id: string, revision: number, position: Position): RecordedEvent | undefined {
    const own = this.#newest.get(id) ?? this.#older.get(id);
    if (own === undefined) return undefined;
    const { type, version, at, data, metadata } = own.event;
    return { id, type, version, at, data, metadata, position, stream: own.stream, revision };
  }
}
