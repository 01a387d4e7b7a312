import type { FastifyRequest } from 'fastify';
import type { Commands } from '../../commands/Commands.ts';
import type { Rooms, RoomView } from '../../commands/queue/rooms.ts';
import type { Admission } from '../../domain/showtime/events.ts';
import type { Clock } from '../../ports/Clock.ts';
import { WaitingRoomUnavailable } from '../../ports/WaitingRoom.ts';
import { type ApiSecrets, everyKey } from '../http/ApiSecrets.ts';
import type { ApiSettings } from '../http/ApiSettings.ts';
import { type Caller, hasRole, mayActFor } from '../http/auth/Caller.ts';
import { callersOf } from '../queue/queueCallers.ts';
import { readQueueToken } from '../queue/queueTokens.ts';

export interface HoldAdmissionDeps {
  readonly commands: Pick<Commands, 'showtimes'>;
  readonly rooms: Pick<Rooms, 'view' | 'viewNow'>;
  readonly secrets: ApiSecrets;
  readonly settings: Pick<ApiSettings, 'openWithoutWaitingRoom'>;
  readonly clock: Clock;
}

const isOfHouse = (caller: Caller): boolean => hasRole(caller, 'staff', 'admin');

/** Whether the showtime asks for a turn is decided with the hold. */
export const holdAdmission = ({ commands, rooms, secrets, settings, clock }: HoldAdmissionDeps) => {
  const { showtimes } = commands;
  const keys = everyKey(secrets, 'queue');

  const isOpen = (view: RoomView | undefined, entryId: string): boolean => {
    const turn = view?.turnOf.get(entryId);
    return turn !== undefined && turn.untilMs > clock.nowMs();
  };
  const provedTurn = async (request: FastifyRequest): Promise<Admission | undefined> => {
    const token = request.headers['queue-admission'];
    if (typeof token !== 'string') return undefined;
    const content = readQueueToken(keys, 'admission', token, callersOf(request));
    if (content === undefined) return undefined;
    const { queueId, entryId } = content;
    const isAdmitted =
      isOpen(await rooms.view(queueId), entryId) || isOpen(await rooms.viewNow(queueId), entryId);
    return isAdmitted ? { queueId, entryId } : undefined;
  };
  const isExempt = async ({ caller }: FastifyRequest, showtimeId: string): Promise<boolean> => {
    if (!isOfHouse(caller)) return false;
    const { state } = await showtimes.read(showtimeId);
    return state.status !== 'none' && mayActFor(caller, state.facts.theaterId);
  };
  const isAway = async (queueId: string): Promise<boolean> => {
    try {
      await rooms.view(queueId);
      return false;
    } catch (error) {
      if (error instanceof WaitingRoomUnavailable) return true;
      throw error;
    }
  };

  const isLetThrough = async (showtimeId: string): Promise<boolean> => {
    const { state } = await showtimes.read(showtimeId);
    return state.status !== 'none' && state.queue !== undefined && (await isAway(state.queue.queueId));
  };

  /** Throws WaitingRoomUnavailable for a turn that cannot be looked up. */
  const of = async (
    request: FastifyRequest,
    showtimeId: string,
  ): Promise<Admission | 'exempt' | undefined> => {
    const { openWithoutWaitingRoom } = settings;
    if (await isExempt(request, showtimeId)) return 'exempt';
    const proved = await provedTurn(request).catch((error: unknown) => {
      if (openWithoutWaitingRoom && error instanceof WaitingRoomUnavailable) return 'exempt' as const;
      throw error;
    });
    if (proved !== undefined || !openWithoutWaitingRoom) return proved;
    return (await isLetThrough(showtimeId)) ? 'exempt' : undefined;
  };

  /** Whether the request has something of its own to be let in by. */
  const isAsked = ({ headers, caller }: FastifyRequest): boolean =>
    headers['queue-admission'] !== undefined || isOfHouse(caller);

  return { of, isAsked };
};
