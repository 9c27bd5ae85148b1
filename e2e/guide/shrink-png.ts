import { crc32, deflateSync, inflateSync } from 'node:zlib';

const signature = 8;
/** What a picture of the console needs: text on plain ground has few colours, and an index is a third of the bytes. */
const paletteSize = 256;

interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue of each pixel. */
  readonly pixels: Uint8Array;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (byLeft <= byUp && byLeft <= byCorner) return left;
  return byUp <= byCorner ? up : corner;
}

/** Undoes the filters of the lines (PNG §9). */
function unfilter(data: Buffer, stride: number, size: number): Buffer {
  const out = Buffer.alloc((data.length / (stride + 1)) * stride);
  for (let from = 0, to = 0; from < data.length; from += stride + 1, to += stride) {
    const filter = data[from];
    for (let x = 0; x < stride; x += 1) {
      const left = x < size ? 0 : (out[to + x - size] ?? 0);
      const up = to === 0 ? 0 : (out[to + x - stride] ?? 0);
      const corner = x < size || to === 0 ? 0 : (out[to + x - stride - size] ?? 0);
      const predictions = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
      out[to + x] = (data[from + 1 + x] ?? 0) + (predictions[filter ?? 0] ?? 0);
    }
  }
  return out;
}

/** Reads what browsers write: eight bits, RGB or RGBA, not interlaced. */
function readPng(png: Buffer): Picture {
  const parts: Buffer[] = [];
  for (let at = signature; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const size = png[25] === 6 ? 4 : 3;
  const raw = unfilter(inflateSync(Buffer.concat(parts)), width * size, size);
  const pixels = new Uint8Array(width * height * 3);
  for (let one = 0; one < width * height; one += 1) pixels.set(raw.subarray(one * size, one * size + 3), one * 3);
  return { width, height, pixels };
}

type Colour = readonly [number, number, number];
const split = (colour: number): Colour => [colour >> 16, (colour >> 8) & 255, colour & 255];

function nearest([red, green, blue]: Colour, palette: readonly Colour[]): number {
  let [best, least] = [0, Infinity];
  for (const [index, [r, g, b]] of palette.entries()) {
    const distance = 2 * (r - red) ** 2 + 4 * (g - green) ** 2 + (b - blue) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

/** The colours that are there most, and for each pixel the nearest of them. */
function toPalette({ pixels }: Picture): { palette: readonly Colour[]; indexes: Uint8Array } {
  const colours = new Uint32Array(pixels.length / 3);
  const counts = new Map<number, number>();
  for (let one = 0; one < colours.length; one += 1) {
    const colour = ((pixels[one * 3] ?? 0) << 16) | ((pixels[one * 3 + 1] ?? 0) << 8) | (pixels[one * 3 + 2] ?? 0);
    colours[one] = colour;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const most = [...counts].toSorted(([, a], [, b]) => b - a).slice(0, paletteSize);
  const palette = most.map(([colour]) => split(colour));
  const indexOf = new Map([...counts.keys()].map((colour) => [colour, nearest(split(colour), palette)]));
  return { palette, indexes: Uint8Array.from(colours, (colour) => indexOf.get(colour) ?? 0) };
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** The same picture with at most 256 colours, about a third of the bytes of what a browser writes. */
export function shrinkPng(png: Buffer): Buffer {
  const picture = readPng(png);
  const { palette, indexes } = toPalette(picture);
  const { width, height } = picture;
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) lines.set(indexes.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  // eight bits of an index per pixel, PNG §11.2.1
  const header = Buffer.from(png.subarray(16, 29));
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    png.subarray(0, signature),
    chunk('IHDR', header),
    chunk('PLTE', Uint8Array.from(palette.flat())),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
}
