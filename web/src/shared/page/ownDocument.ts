const sectionOf = (address: string): string => new URL(address).pathname.split('/')[1] ?? '';

/** The address that the document was loaded from, which links within the pages do not change. */
const loadedFrom = (): string => performance.getEntriesByType('navigation')[0]?.name ?? window.location.href;

/**
 * What a document may load, and whether it may use the camera, is fixed by the page that it was loaded for. True when this
 * page was reached from another one by a link: the document of its own is then loaded.
 */
export const needsDocumentOf = (section: string): boolean => {
  if (sectionOf(loadedFrom()) === section) return false;
  window.location.reload();
  return true;
};
