/**
 * Values of composite and array types as Postgres reads them from text, several times faster than from JSON. The syntax:
 * https://www.postgresql.org/docs/18/rowtypes.html#ROWTYPES-IO-SYNTAX and https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO
 */

const needsNoQuotes = /^[\w:.+-]+$/;

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A row of a composite type, its fields in the type's order; undefined is null. */
export const rowText = (fields: readonly (string | number | undefined)[]): string => {
  const texts = fields.map((field) => {
    if (typeof field !== 'string') return field ?? '';
    return needsNoQuotes.test(field) ? field : quoted(field);
  });
  return `(${texts.join(',')})`;
};

export const arrayText = (elements: readonly string[]): string => `{${elements.map(quoted).join(',')}}`;
