import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';

/** Moves focus to the content and the view to its top when another page is shown, as a browser does. */
export const usePageChange = () => {
  const main = useRef<HTMLElement>(null);
  const [path] = useLocation();
  const shown = useRef(path);
  useEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return main;
};
