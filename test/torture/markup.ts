/** The markup in which RFC 4475 prints its messages (RFC 4475 §2), and the bytes it stands for. */

/** One line of many: what stands between the tags, without the line ends (RFC 4475 §2.1). */
const oneLine = /<allOneLine>\n([\s\S]*?)<\/allOneLine>/g;
/** Octets as pairs of hexadecimal digits (RFC 4475 §2.2). */
const octets = /<hex>([0-9A-Fa-f\s]*)<\/hex>/g;
/** A text, many times; it may hold octets (RFC 4475 §2.3). */
const repetition = /<repeat count=(\d+)>([\s\S]*?)<\/repeat>/g;

/** The octets that pairs of digits spell, one character each. */
function spell(digits: string): string {
  const pairs = digits.replace(/\s/g, '').match(/../g) ?? [];
  return pairs.map((pair) => String.fromCharCode(Number.parseInt(pair, 16))).join('');
}

/**
 * The bytes of a message that is printed with plain line ends: every line end that is not between tags is a CRLF. Octets
 * come last, so that a line end among them stays what it is.
 */
export function expand(printed: string): Uint8Array {
  const text = printed
    .replace(oneLine, (_, lines: string) => lines.replaceAll('\n', ''))
    .replace(repetition, (_, count: string, what: string) => what.repeat(Number(count)))
    .replace(octets, (_, digits: string) => `<hex>${digits.replace(/\s/g, '')}</hex>`)
    .replaceAll('\n', '\r\n')
    .replace(octets, (_, digits: string) => spell(digits));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
