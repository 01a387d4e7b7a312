import { type CustomerEvent, customerEvents } from '../../domain/customer/events.ts';
import type { ReadTransaction } from '../../ports/ReadStore.ts';
import type { Placed, Projection } from '../engine/Projection.ts';

const tables = `
  CREATE TABLE erased (
    customer_id text COLLATE "C" PRIMARY KEY,
    position text COLLATE "C" NOT NULL
  );
  CREATE INDEX ON erased (position, customer_id);
`;

const insert = `
  INSERT INTO erased (customer_id, position) SELECT * FROM unnest($1::text[], $2::text[])
  ON CONFLICT (customer_id) DO NOTHING`;

const apply = async (
  events: readonly Placed<CustomerEvent>[],
  transaction: ReadTransaction,
): Promise<void> => {
  const ids = events.map(({ data }) => data.customerId);
  await transaction.query(insert, [ids, events.map(({ position }) => position)]);
};

export const erasuresProjection: Projection<CustomerEvent> = {
  name: 'erasures',
  version: 1,
  categories: ['customer'],
  definitions: customerEvents,
  tables,
  apply,
};
