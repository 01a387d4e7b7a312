import { useEffect } from 'preact/hooks';

const site = 'Marquee';

export const useTitle = (title: string | undefined): void => {
  useEffect(() => {
    document.title = title === undefined ? site : `${title} · ${site}`;
  }, [title]);
};
