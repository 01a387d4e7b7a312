/**
 * Groups of files that import each other in a circle, type-only imports included (Tarjan's strongly connected
 * components, SIAM J. Comput. 1(2), 1972).
 *
 * @param imports for each file the files that it imports
 * @returns each circle as the files in it; empty when there is none
 */
export const findCircles = (
  imports: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] => {
  const circles: string[][] = [];
  const numbers = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const lower = (file: string, number: number): void => {
    lowest.set(file, Math.min(lowest.get(file) ?? number, number));
  };

  const visit = (file: string): void => {
    const number = numbers.size;
    numbers.set(file, number);
    lower(file, number);
    open.push(file);
    for (const target of imports.get(file) ?? []) {
      const known = numbers.get(target);
      if (known === undefined) {
        visit(target);
        lower(file, lowest.get(target) ?? number);
      } else if (open.includes(target)) {
        lower(file, known);
      }
    }
    if (lowest.get(file) !== number) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };

  for (const file of imports.keys()) if (!numbers.has(file)) visit(file);
  return circles;
};
