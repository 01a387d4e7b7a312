const sectionOf = (path: string): string => path.split('/')[1] ?? '';

const loadedFor = sectionOf(window.location.pathname);

/**
 * What a document may load, and whether it may use the camera, is fixed by the page that it was loaded for. True when this
 * page was reached from another one by a link: the document of its own is then loaded.
 */
export const needsDocumentOf = (section: string): boolean => {
  if (loadedFor === section) return false;
  window.location.reload();
  return true;
};
