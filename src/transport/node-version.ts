/** What is known to be wrong with a version of Node. */

/**
 * Why peers must not be let near a process of this version: the strings of Node 24.0 to 24.4.0 have hashes that can be
 * guessed (CVE-2025-27209), so that a flood of Call-IDs with the same hash makes every lookup slow. Undefined when nothing
 * is known.
 */
export function versionFault(version: string): string | undefined {
  const [major, minor, patch] = version.split('.').map(Number);
  if (major !== 24 || minor === undefined || minor > 4 || (minor === 4 && patch !== 0)) return undefined;
  return `Node ${version} hashes strings in a way that peers can guess (CVE-2025-27209): use 24.4.1 or later`;
}
