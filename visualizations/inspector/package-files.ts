/** The files of this package that a page gets: its own, and the modules that those import. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file as it is served. */
export interface ServedFile {
  readonly type: string;
  readonly content: Buffer;
}

/** The folder of `package.json`: this module is two or three folders below, as a source or built. */
function findRoot(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : findRoot(dirname(folder));
}

export const packageRoot = findRoot(dirname(fileURLToPath(import.meta.url)));

/** Modules are built; what else a page is made of is where it was written, unless the build has it too. */
const places: readonly { readonly path: RegExp; readonly type: string; readonly folders: readonly string[] }[] = [
  {
    path: /^\/(?:visualizations|machines|src\/(?:syntax|message|transaction|dialog|sdp|trace))\/[a-z0-9/.-]+\.js$/,
    type: 'text/javascript; charset=utf-8',
    folders: ['dist']
  },
  {
    path: /^\/visualizations\/inspector\/[a-z0-9/-]+\.html$/,
    type: 'text/html; charset=utf-8',
    folders: ['dist', '.']
  },
  { path: /^\/visualizations\/inspector\/[a-z0-9/-]+\.css$/, type: 'text/css; charset=utf-8', folders: ['dist', '.'] },
  { path: /^\/visualizations\/inspector\/[a-z0-9/-]+\.svg$/, type: 'image/svg+xml', folders: ['dist', '.'] }
];

/** A file by its path in the package, written as in an import: only what the table above allows, and nothing that climbs. */
export async function readPackageFile(path: string, root = packageRoot): Promise<ServedFile | undefined> {
  const place = places.find((one) => one.path.test(path));
  if (place === undefined || /\.\.|\/\/|\/\./.test(path)) return undefined;
  for (const folder of place.folders) {
    const content = await readIfThere(join(root, folder, ...path.split('/')));
    if (content !== undefined) return { type: place.type, content };
  }
  return undefined;
}

/** The content of a file; undefined when there is none. */
export async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch {
    return undefined;
  }
}
