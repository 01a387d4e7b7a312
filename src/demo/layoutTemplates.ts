/**
 * One line per row from the screen, one letter per seat: `.` none, `r` regular, `p` premium, `l` recliner, `cc` a
 * couple seat, `w` wheelchair place, `a` companion seat. Imported halls were made from these: add, do not change.
 */

export interface LayoutTemplate {
  readonly name: string;
  readonly weight: number;
  /** How far the ends of a row are nearer to the screen than its middle, in row pitches. */
  readonly curve: number;
  /** From the front. An empty line is a cross aisle; `zone` names the rows after it. */
  readonly rows: readonly (string | { readonly zone: string })[];
}

const repeated = (count: number, line: string): readonly string[] =>
  Array.from({ length: count }, () => line);

const lounge: LayoutTemplate = {
  name: 'lounge',
  weight: 18,
  curve: 0,
  rows: ['wa.llllll.aw', ...repeated(4, 'll.llllll.ll'), '', { zone: 'Love seats' }, 'cc.cccccc.cc'],
};

const studio: LayoutTemplate = {
  name: 'studio',
  weight: 17,
  curve: 0,
  rows: ['..rrrrrrrr', 'wa.rrrrrrr', ...repeated(4, 'rr.rrrrrrr'), ...repeated(2, 'pp.ppppppp'), 'cc.cccccc'],
};

const classic: LayoutTemplate = {
  name: 'classic',
  weight: 25,
  curve: 0.6,
  rows: [
    'rrrr.rrrr.rrrr',
    'wara.rrrr.arwa',
    ...repeated(3, 'rrrr.rrrr.rrrr'),
    ...repeated(2, 'rrrr.pppp.rrrr'),
    'cccc.cccc.cccc',
  ],
};

const wide: LayoutTemplate = {
  name: 'wide',
  weight: 20,
  curve: 1,
  rows: [
    'rrr.rrrrrrrr.rrr',
    'wa..rrrrrrrr..aw',
    ...repeated(4, 'rrr.rrrrrrrr.rrr'),
    '',
    ...repeated(2, 'rrr.pppppppp.rrr'),
    'cc..llllllll..cc',
  ],
};

const stepped: LayoutTemplate = {
  name: 'stepped',
  weight: 11,
  curve: 0,
  rows: [
    ...repeated(2, '...rrrrr..rrrrr'),
    '..rrrrrr..rrrrrr',
    '..warrrr..rrrraw',
    ...repeated(2, '.rrrrrrr..rrrrrrr'),
    'rrrrrrrr..rrrrrrrr',
    ...repeated(3, 'rrpppppp..pppppprr'),
    'cccccccc..cccccccc',
  ],
};

const palace: LayoutTemplate = {
  name: 'palace',
  weight: 5,
  curve: 1.5,
  rows: [
    ...repeated(2, '..rrrr.rrrrrrrr.rrrr'),
    'wa.rrr.rrrrrrrr.rrr.aw',
    ...repeated(4, 'rrrrrr.rrrrrrrr.rrrrrr'),
    '',
    '',
    { zone: 'Balcony' },
    ...repeated(2, 'pppppp.pppppppp.pppppp'),
    'llllll.llllllll.llllll',
    'cccccc.cccccccc.cccccc',
  ],
};

/** At most one per theater. */
export const grand: LayoutTemplate = {
  name: 'grand',
  weight: 0,
  curve: 2,
  rows: [
    ...repeated(3, '..rrrrr.rrrrrrrr.rrrrr'),
    'wawa.rr.rrrrrrrr.rr.awaw',
    ...repeated(6, 'rrrrrrr.rrrrrrrr.rrrrrrr'),
    '',
    ...repeated(3, 'rrrrrrr.pppppppp.rrrrrrr'),
    'lllllll.llllllll.lllllll',
    'cccccc..cccccccc..cccccc',
  ],
};

export const layoutTemplates: readonly LayoutTemplate[] = [lounge, studio, classic, wide, stepped, palace];
