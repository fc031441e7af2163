/** Other people's programs, as they are installed. */
import { spawnSync } from 'node:child_process';

/** Why tests that need this program can not run here, or undefined. */
export function whyMissing(program: string, debian: string): string | undefined {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
    ? undefined
    : `${program} (Debian: ${debian}) is not installed`;
}

/** What a program prints on standard output. Throws when it fails. */
export function run(program: string, args: readonly string[]): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'latin1', timeout: 60_000 });
  if (status !== 0) throw new Error(`${program} ended with ${String(status ?? error)}: ${stderr}`);
  return stdout;
}

const checksums = ['ip.check_checksum:TRUE', 'udp.check_checksum:TRUE', 'tcp.check_checksum:TRUE'];

/** The fields of each packet of a capture, as tshark reads them; what is not there is ''. */
export function readCapture<T extends string>(
  file: string,
  fields: readonly T[],
  args: readonly string[] = []
): readonly Readonly<Record<T, string>>[] {
  const options = checksums.flatMap((preference) => ['-o', preference]);
  const shown = fields.flatMap((field) => ['-e', field]);
  const printed = run('tshark', ['-r', file, ...options, ...args, '-T', 'fields', '-E', 'separator=/t', ...shown]);
  return printed
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const values = line.split('\t');
      return Object.fromEntries(fields.map((field, i) => [field, values[i] ?? ''])) as Record<T, string>;
    });
}
