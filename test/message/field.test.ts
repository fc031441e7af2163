import { describe, expect, test } from 'vitest';
import { isHeaderText, makeField } from '../../src/message/field.ts';
import { UsageError } from '../../src/message/usage-error.ts';

describe('a field that we write', () => {
  test('§7.3.1: "a single space between the colon and the field-value"', () => {
    expect(makeField('Subject', 'lunch').line).toBe('Subject: lunch');
    expect(makeField('Subject', '  lunch ').value).toBe('lunch');
    expect(makeField('X', '').value).toBe('');
  });
  test('§7.3.3: has its long name, however it is written', () => {
    expect(makeField('s', 'lunch')).toMatchObject({ name: 'Subject', offset: 0, line: 's: lunch' });
  });
  test.each(['', 'a b', 'a:', 'a\r\nb', 'X-\u00dc', 'X-\u0161', 'a\0'])('no field is called %j', (name) => {
    expect(() => makeField(name, 'x')).toThrow(UsageError);
  });
  test.each([
    ['CR and LF', 'x"\r\nX-Evil: 1'],
    ['CR', 'a\rb'],
    ['LF', 'a\nb'],
    ['NUL', 'a\0b'],
    ['NUL in a quoted string', '"\0"'],
    ['NUL behind a backslash', '\\\0'],
    ['a folded line', 'a\r\n b'],
    // Cut down to a byte, these would be CR and LF.
    ['U+010D and U+010A', 'a\u010d\u010aX-Evil: 1'],
    ['U+0100', 'a\u0100']
  ])('%s can not be smuggled into a value', (_name, value) => {
    expect(isHeaderText(value)).toBe(false);
    expect(() => makeField('X', value)).toThrow(
      expect.objectContaining({ code: 'ERR_SIP_INVALID_FIELD', name: 'UsageError' })
    );
    expect(() => makeField('X', value)).toThrow(TypeError);
  });
  test('§25.1: NUL in a quoted-pair of a quoted string can be written', () => {
    expect(makeField('X', '"\\\0"').value).toBe('"\\\0"');
  });
});
