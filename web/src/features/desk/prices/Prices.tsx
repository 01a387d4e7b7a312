import { Asked } from '../../../shared/problems/Asked.tsx';
import type { Show } from '../../../shared/shows/Show.ts';
import { PricesForm } from './PricesForm.tsx';
import { usePricing, useRepricing } from './usePricing.ts';

export const Prices = ({ show }: { readonly show: Show }) => {
  const pricing = usePricing(show.id);
  const repricing = useRepricing(show.id);
  return (
    <Asked query={pricing}>
      {(data) => <PricesForm key={data.version} show={show} pricing={data} repricing={repricing} />}
    </Asked>
  );
};
