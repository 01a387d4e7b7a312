/**
 * A read model that stores a fold is made again when the fold changes. One fixed log goes through every model, and a
 * hash of its rows is pinned under the model's version: if a hash differs, raise the version of that projection and pin
 * the new hash under the new name. Never change the hash of a version that was released.
 */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openMemoryEventStore } from '../../src/adapters/memory/MemoryEventStore.ts';
import { readModels } from '../../src/compose.ts';
import type { AnyEvent } from '../../src/domain/kernel/decider.ts';
import type { EventStore } from '../../src/ports/EventStore.ts';
import type { ReadStore } from '../../src/ports/ReadStore.ts';
import { schemaOf } from '../../src/projections/engine/Projection.ts';
import { startProjection } from '../../src/projections/engine/ProjectionRunner.ts';
import {
  attempted,
  cancellationId,
  cancelled,
  catalogEvents,
  initiated,
  paid,
  refundIssued,
} from '../support/bookings.ts';
import { silentLogger } from '../support/postgres.ts';
import {
  bookingOf,
  iso,
  minutes,
  onSale,
  onSaleMs,
  seatsHeld,
  showtimeId,
  startsAtMs,
  usd,
  uuid,
} from '../support/showtimes.ts';
import { hallBuilt, layoutDrawn } from './catalog/catalogEvents.ts';
import { createTestDatabase, type TestDatabase } from './testReadStore.ts';

const pinned: Readonly<Record<string, string>> = {
  availability_v4: '8f5b0836335090f2',
  bookings_v7: '6cdbcf3bad88c7cd',
  catalog_v5: '74fc2a95ae8f8db7',
