import type { ComponentType, FunctionComponent } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Loading } from '../shared/ui/Loading.tsx';
import { PageFailed } from './PageFailed.tsx';

/** A page whose script is fetched when it is first shown. */
export const lazyPage = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): FunctionComponent<Props> => {
  let loaded: ComponentType<Props> | undefined;
  return (props) => {
    const [state, setState] = useState<{ page?: ComponentType<Props>; failed?: true }>(
      loaded === undefined ? {} : { page: loaded },
    );
    useEffect(() => {
      if (loaded !== undefined) return;
      load().then(
        (page) => {
          loaded = page;
          setState({ page });
        },
        () => setState({ failed: true }),
      );
    }, []);
    if (state.failed) return <PageFailed />;
    return state.page === undefined ? <Loading /> : <state.page {...props} />;
  };
};
