/** What `answer` gives, or undefined when it fails or takes longer than `withinMs`. */
export const withDeadline = async <Answer>(
  answer: Promise<Answer>,
  withinMs: number,
): Promise<Answer | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), withinMs);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), over]);
  } finally {
    clearTimeout(timer);
  }
};
