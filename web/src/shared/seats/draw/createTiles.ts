import { type Area, areaOf, isIn, isSame, wider } from './Area.ts';
import type { Camera, Size } from './Camera.ts';
import { meets, type Region } from './Region.ts';

/** Draws what is in a region of the map. */
export type PaintRegion = (context: OffscreenCanvasRenderingContext2D, region: Region) => void;

/** CSS pixels. A seat that changes has its tile painted again, and nothing else. */
const sidePx = 192;
/** So many tiles beyond the frame on each side are painted before a finger brings them in; so many per frame. */
const ahead = 1;
const aheadAtRest = 3;
const aheadInMotion = 1;
/** So many are kept, for a finger that goes back. */
const behind = 2;

interface Tile {
  readonly column: number;
  readonly row: number;
  readonly canvas: HTMLCanvasElement;
  readonly region: Region;
  isStale: boolean;
}

/**
 * The map as small canvases on a sheet. As long as it is only moved, the browser moves what is painted, and each tile that comes
 * near is painted once. They show finished bitmaps: a browser without a graphics processor copies any other canvas for every frame.
 */
export const createTiles = (sheet: HTMLElement) => {
  const surface = new OffscreenCanvas(1, 1);
  const context = surface.getContext('2d');
  const spare: HTMLCanvasElement[] = [];
  const tiles = new Map<string, Tile>();
  let laid: Area | undefined;
  let isStale = false;
  let density = 0;
  let side = sidePx;
  let scale = 0;

  const setAside = ({ canvas }: Tile): void => {
    canvas.hidden = true;
    spare.push(canvas);
  };
  const made = (): HTMLCanvasElement => {
    const canvas = document.createElement('canvas');
    sheet.append(canvas);
    return canvas;
  };
  const tileAt = (column: number, row: number): Tile => {
    const canvas = spare.pop() ?? made();
    const [left, top] = [column * side, row * side];
    Object.assign(canvas.style, {
      ...{ left: `${left}px`, top: `${top}px` },
      ...{ width: `${side}px`, height: `${side}px` },
    });
    canvas.hidden = false;
    return {
      column,
      row,
      canvas,
      region: { left, top, right: left + side, bottom: top + side },
      isStale: true,
    };
  };
  const lay = (seen: Area): void => {
    const kept = wider(seen, behind);
    for (const [name, tile] of tiles) {
      if (isIn(kept, tile.column, tile.row)) continue;
      tiles.delete(name);
      setAside(tile);
    }
    const { columns, rows } = wider(seen, ahead);
    for (let row = rows.from; row <= rows.to; row += 1) {
      for (let column = columns.from; column <= columns.to; column += 1) {
        const name = `${column} ${row}`;
        if (tiles.has(name)) continue;
        tiles.set(name, tileAt(column, row));
        isStale = true;
      }
    }
  };
  const paintOne = (tile: Tile, paint: PaintRegion): void => {
    const { left, top } = tile.region;
    tile.isStale = false;
    if (context === null) return;
    context.setTransform(density, 0, 0, density, -left * density, -top * density);
    paint(context, tile.region);
    tile.canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(surface.transferToImageBitmap());
  };
  /** All that is seen; if that is painted, some of those beyond. */
  const paintStale = (seen: Region, isInMotion: boolean, paint: PaintRegion): void => {
    const stale = [...tiles.values()].filter((tile) => tile.isStale);
    const inFrame = stale.filter(({ region }) => meets(region, seen));
    const now = inFrame.length > 0 ? inFrame : stale.slice(0, isInMotion ? aheadInMotion : aheadAtRest);
    for (const tile of now) paintOne(tile, paint);
    isStale = stale.length > now.length;
  };
  const move = ({ x, y }: Camera): void => {
    const whole = (length: number): number => Math.round(length * density) / density;
    sheet.style.transform = `translate3d(${whole(x)}px, ${whole(y)}px, 0)`;
  };
  const forgetAll = (): void => {
    for (const tile of tiles.values()) tile.isStale = true;
    isStale = true;
  };
  return {
    /** Pixels of the screen per CSS pixel. */
    setDensity: (next: number): void => {
      if (next === density) return;
      density = next;
      const pixels = Math.round(sidePx * density);
      side = pixels / density;
      surface.width = pixels;
      surface.height = pixels;
      for (const tile of tiles.values()) setAside(tile);
      tiles.clear();
      laid = undefined;
    },
    /** What is painted there is right no longer. */
    forget: (region: Region): void => {
      for (const tile of tiles.values()) tile.isStale ||= meets(tile.region, region);
      isStale = true;
    },
    forgetAll,
    close: (): void => sheet.replaceChildren(),
    /** Whether all is painted; else it wants to be drawn once more in the next frame. */
    draw: (camera: Camera, frame: Size, isInMotion: boolean, paint: PaintRegion): boolean => {
      if (camera.scale !== scale) forgetAll();
      scale = camera.scale;
      const area = areaOf(camera, frame, side);
      if (laid === undefined || !isSame(area, laid)) lay(area);
      laid = area;
      const [left, top] = [-camera.x, -camera.y];
      const seen = { left, top, right: left + frame.width, bottom: top + frame.height };
      if (isStale) paintStale(seen, isInMotion, paint);
      move(camera);
      return !isStale;
    },
  };
};
