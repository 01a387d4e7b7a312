/** The message is one line that names the folder and says what to do. */
export class EmbeddedPostgresFailed extends Error {
  override readonly name = 'EmbeddedPostgresFailed';
}

export const folderFaults: Readonly<Record<string, string>> = {
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a file stands in its place',
};

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

const sqliteReasons: Readonly<Record<number, string>> = {
  8: 'this user may not write there',
  13: 'the disk is full',
  14: 'this user may not write there',
};

const sqliteCodeOf = (error: unknown): number =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : 0;

export const failureIn = (dataDir: string, error: unknown): EmbeddedPostgresFailed => {
  if (error instanceof EmbeddedPostgresFailed) return error;
  const reason = folderFaults[codeOf(error)] ?? sqliteReasons[sqliteCodeOf(error)];
  const said = error instanceof Error ? error.message : String(error);
  return new EmbeddedPostgresFailed(
    reason === undefined
      ? `the database in ${dataDir} cannot start: ${said.replaceAll(/\s+/g, ' ')}`
      : `cannot keep data in ${dataDir}: ${reason}; choose another DATA_DIR`,
    { cause: error },
  );
};

const saidMax = 300;

export const failureFromLog = (dataDir: string, log: string): EmbeddedPostgresFailed => {
  if (/No space left on device|Disk quota exceeded/.test(log)) {
    return new EmbeddedPostgresFailed(`cannot keep data in ${dataDir}: the disk is full; free some space`);
  }
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.findLast((line) => /\b(?:FATAL|PANIC|error):/.test(line)) ?? lines.join(' ');
  const said = telling
    .replace(/^.*?\b(?=(?:FATAL|PANIC|error):)/, '')
    .replaceAll(/\s+/g, ' ')
    .slice(0, saidMax);
  return new EmbeddedPostgresFailed(
    `the database in ${dataDir} does not start: ${said.trim() || 'it said nothing'}`,
  );
};
