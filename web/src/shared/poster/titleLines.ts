export interface TitleLine {
  readonly text: string;
  readonly size: number;
}

/** Widths of letters of the display face, in parts of their size. */
const letterWidth = 0.6;
const wideWidth = 0.95;
const wide = /[WMwm@%]/;
const linesMax = 6;
const wordsPerLine = 3;

const widthOf = (text: string): number =>
  [...text].reduce((sum, letter) => sum + (wide.test(letter) ? wideWidth : letterWidth), 0);

/** Short words share a line, so that "of" and "the" do not stand as large as the rest. */
const groups = (title: string): readonly string[] => {
  const lines: string[] = [];
  for (const word of title.split(/\s+/)) {
    const last = lines.at(-1);
    const joins = last !== undefined && (last.length + word.length <= 8 || lines.length >= linesMax);
    if (joins && (last.split(' ').length < wordsPerLine || lines.length >= linesMax)) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
};

/** Every line as large as the width allows, and all of them within the height. */
export const titleLines = (title: string, width: number, height: number): readonly TitleLine[] => {
  const lines = groups(title);
  const sizeMax = width / 3.2;
  const sizes = lines.map((text) => Math.min(sizeMax, width / widthOf(text)));
  const used = sizes.reduce((sum, size) => sum + size, 0);
  const shrink = Math.min(1, height / used);
  return lines.map((text, index) => ({ text, size: (sizes[index] ?? sizeMax) * shrink }));
};
