import { useStore } from '@nanostores/preact';
import { Table } from '../../../shared/ui/Table.tsx';
import { messages } from '../messages.ts';
import type { Move } from './useRehearsal.ts';

const useMoveWords = () => {
  const t = useStore(messages);
  const nameOf = ({ row, number }: Move['seat']): string => t.rowSeat({ row, seat: number });
  return {
    nameOf,
    whyOf: ({ why }: Move): string => t[why],
    goalOf: ({ to, status }: Move): string => {
      if (status !== 'booked') return t[status];
      if (to === null) return t.noSeat;
      return to.isNew ? t.isNew({ seat: nameOf(to) }) : nameOf(to);
    },
  };
};

/** Who has to move, and where to. */
export const MovesTable = ({ moves, label }: { readonly moves: readonly Move[]; readonly label: string }) => {
  const t = useStore(messages);
  const { nameOf, whyOf, goalOf } = useMoveWords();
  return (
    <Table
      label={label}
      rows={moves}
      keyOf={({ seat }) => seat.id}
      columns={[
        { name: t.from, cell: ({ seat }) => nameOf(seat) },
        { name: t.why, cell: whyOf },
        { name: t.booking, cell: ({ bookingReference }) => bookingReference },
        { name: t.to, cell: goalOf },
      ]}
    />
  );
};
