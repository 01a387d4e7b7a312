import { useStore } from '@nanostores/preact';
import { DeskFrame } from '../../shared/desk/DeskFrame.tsx';
import { Asked } from '../../shared/problems/Asked.tsx';
import { useTitle } from '../../shared/ui/useTitle.ts';
import { useLayout } from './drawing/useLayout.ts';
import { HallShown } from './HallShown.tsx';
import { messages } from './messages.ts';

const Hall = ({ id }: { readonly id: string }) => {
  const read = useLayout(id);
  useTitle(read.data?.hall.name);
  return (
    <Asked query={read}>{({ hall, layout }) => <HallShown key={id} hall={hall} layout={layout} />}</Asked>
  );
};

export const HallPage = ({ params }: { readonly params: Readonly<Record<string, string | undefined>> }) => {
  const t = useStore(messages);
  useTitle(t.title);
  return (
    <DeskFrame>
      <Hall id={params.id ?? ''} />
    </DeskFrame>
  );
};
