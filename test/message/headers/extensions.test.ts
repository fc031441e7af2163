import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Fault } from '../../../src/message/fault.ts';
import { makeField } from '../../../src/message/field.ts';
import { type Header, readAll } from '../../../src/message/header.ts';
import * as message from '../../../src/message/index.ts';
import { canonicalName } from '../../../src/message/headers/registry.ts';
import { Scanner } from '../../../src/syntax/scanner.ts';

/** The header of each field that an extension defines, by its name on the wire. */
const names =
  'Accept-Contact Accept-Resource-Priority Allow-Events Answer-Mode Diversion Event Feature-Caps Flow-Timer Geolocation ' +
  'Geolocation-Error Geolocation-Routing History-Info Identity Info-Package Join Max-Breadth Min-SE ' +
  'P-Access-Network-Info P-Asserted-Identity P-Associated-URI P-Called-Party-ID P-Charging-Function-Addresses ' +
  'P-Charging-Vector P-Early-Media P-Preferred-Identity P-Served-User P-Visited-Network-ID Path Priv-Answer-Mode ' +
  'Privacy RAck Reason Recv-Info Refer-Sub Refer-To Referred-By Reject-Contact Replaces Request-Disposition ' +
  'Resource-Priority RSeq Security-Client Security-Server Security-Verify Service-Route Session-Expires Session-ID ' +
  'SIP-ETag SIP-If-Match Subscription-State Target-Dialog User-to-User';
const exported = Object.values(message) as readonly unknown[];
const isHeader = (value: unknown): value is Header<unknown> =>
  typeof value === 'object' && value !== null && 'parse' in value && 'section' in value;
const headers = new Map(exported.filter(isHeader).map((header) => [header.name, header]));

const pieces =
  '* ; , = . " \\ < > @ : % [ ] ( ) a 0 1 60 4294967296 <sip:a@b> <sip:a@b>;index=1.1 sip:a@b "a\\"b" "" [::1] {32} é \0 \\\0 ' +
  'presence id active reason cause text expires retry-after refresher uac uas to-tag from-tag local-tag remote-tag early-only ' +
  'INVITE true require explicit ccf icid-value sescase orig counter limit info alg ppt ets.0 dsn.flash id=1 cid="1" ' +
  'purpose encoding remote code rc=1 __proto__ constructor';
const piece = fc.constantFrom(' ', '\t', ...pieces.replace('{32}', '0f'.repeat(16)).split(' '));
/** What a value may look like: mostly nonsense, and near enough to the grammars to get through them at times. */
const text = fc.oneof(
  fc.array(piece, { maxLength: 14 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary-ascii' })
);

/** How many bytes the rules look at to read all values of a field. */
function looks(header: Header<unknown>, value: string): number {
  let count = 0;
  const scanner = new Scanner(value);
  const bytes = new Proxy(scanner.bytes, {
    get(target, at) {
      count++;
      return target[Number(at)];
    }
  });
  const counting = new Scanner(value, 0, value.length, bytes);
  do header.parse(counting);
  while (counting.separator(0x2c));
  return count;
}

describe.each(names.split(' '))('RFC 3261 §7.3: %s', (name) => {
  const header = headers.get(name) as Header<unknown>;

  test('is exported, and known by its name in any case', () => {
    expect(headers.has(name)).toBe(true);
    expect(canonicalName(name.toUpperCase())).toBe(name);
  });

  test('whatever comes, it is refused, or written so that it reads the same', () => {
    fc.assert(
      fc.property(text, (value) => {
        fc.pre(!/[\r\n]/.test(value));
        let field: message.HeaderField;
        try {
          field = makeField(name, value);
        } catch {
          return;
        }
        const read = readAll(header, [field]);
        if (read instanceof Fault) {
          expect(read).toMatchObject({ status: 400, section: header.section, field: name });
        } else {
          const written = read.map((one) => makeField(name, header.format(one)));
          expect(readAll(header, written)).toEqual(read);
        }
      }),
      { numRuns: 300 }
    );
  });

  test.each([';', ',', '"', ' ', '<', '0', '*;a', 'a;', 'a=', '\\', '[', '.', ';info=<a:'])(
    'a flood of %j is read in a bounded number of passes',
    (flood) => {
      const value = flood.repeat(Math.ceil(8000 / flood.length));
      expect(looks(header, value)).toBeLessThan(12 * value.length);
    }
  );
});
