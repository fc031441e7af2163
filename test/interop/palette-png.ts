/** Makes a browser's picture small: a PNG of at most 256 colours. */
import { crc32, deflateSync, inflateSync } from 'node:zlib';

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Three bytes each, from the left of the top. */
  readonly rgb: Uint8Array;
}

/** A PNG of eight bits and three channels, as Chromium writes an opaque page. */
function decode(png: Buffer): Pixels {
  const chunks: Buffer[] = [];
  let [width, height] = [0, 0];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 8, at + 8 + length);
    const type = png.toString('latin1', at + 4, at + 8);
    if (type === 'IDAT') chunks.push(body);
    if (type === 'IHDR') {
      [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
      if (body[8] !== 8 || body[9] !== 2) throw new Error('not a PNG of RGB in eight bits');
    }
    at += 12 + length;
  }
  const raw = inflateSync(Buffer.concat(chunks));
  const line = width * 3;
  const rgb = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (line + 1)] ?? 0;
    for (let x = 0; x < line; x++) {
      const left = x < 3 ? 0 : rgb[y * line + x - 3]!;
      const above = y === 0 ? 0 : rgb[(y - 1) * line + x]!;
      const corner = x < 3 || y === 0 ? 0 : rgb[(y - 1) * line + x - 3]!;
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter] ?? 0;
      rgb[y * line + x] = raw[y * (line + 1) + 1 + x]! + predicted;
    }
  }
  return { width, height, rgb };
}

function paeth(left: number, above: number, corner: number): number {
  const guess = left + above - corner;
  const [byLeft, byAbove, byCorner] = [left, above, corner].map((value) => Math.abs(guess - value)) as [
    number,
    number,
    number
  ];
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}

/** Two colours nearer than this to each other count as one for as long as there is room for others. */
const apart = 150;

/** Colours that are there often, and far enough from each other; every other one becomes the nearest of them. */
function quantise({ rgb }: Pixels): { readonly palette: readonly number[]; readonly indices: Uint8Array } {
  const counts = new Map<number, number>();
  const colourAt = (at: number): number => (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
  for (let at = 0; at < rgb.length; at += 3) counts.set(colourAt(at), (counts.get(colourAt(at)) ?? 0) + 1);
  const often = [...counts].sort(([, one], [, other]) => other - one).map(([colour]) => colour);
  const distance = (one: number, other: number): number =>
    [16, 8, 0].reduce((sum, shift) => sum + (((one >> shift) & 255) - ((other >> shift) & 255)) ** 2, 0);
  // The commonest are the surfaces: exactly themselves.
  const palette = often.slice(0, 48);
  for (const colour of often)
    if (palette.length < 256 && palette.every((other) => distance(colour, other) > apart)) palette.push(colour);
  const nearest = new Map(
    often.map((colour) => {
      const distances = palette.map((other) => distance(colour, other));
      return [colour, distances.indexOf(Math.min(...distances))];
    })
  );
  const indices = Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => nearest.get(colourAt(pixel * 3))!);
  return { palette, indices };
}

function chunk(type: string, body: Uint8Array): Buffer {
  const content = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length);
  check.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, check]);
}

/** The same picture with a palette; text and lines look as before. */
export function withPalette(png: Buffer): Buffer {
  const pixels = decode(png);
  const { width, height } = pixels;
  const { palette, indices } = quantise(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) lines.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    png.subarray(0, 8),
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]))),
    chunk('IDAT', deflateSync(lines, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0))
  ]);
}
