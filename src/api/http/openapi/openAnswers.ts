/** Answers may gain fields, so they are described as open although their schemas are strict. */
/** `false` closes an object; `{}` says what holds anyway. */
const saysNothing = (member: unknown): boolean =>
  member === false || (member !== null && typeof member === 'object' && Object.keys(member).length === 0);

export const openAnswers = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(openAnswers);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key, member]) => key !== 'additionalProperties' || !saysNothing(member))
      .map(([key, member]) => [key, openAnswers(member)]),
  );
};
