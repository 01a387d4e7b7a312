/** An answer that is not waited for longer than it is worth. What goes on behind it is the asker's to bound. */

/** What `answer` gives, or undefined when it fails or takes longer than `deadlineMs` (a duration). */
export const withDeadline = async <Answer>(
  answer: Promise<Answer>,
  deadlineMs: number,
): Promise<Answer | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), deadlineMs);
  });
  try {
    return await Promise.race([answer.catch(() => undefined), over]);
  } finally {
    clearTimeout(timer);
  }
};
