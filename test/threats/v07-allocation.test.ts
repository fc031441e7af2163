import { describe, expect, test } from 'vitest';
import { StreamFramer } from '../../src/transport/framing/stream.ts';
import { bytesOf } from '../message/samples.ts';
import { answerTo, options, overStream, overWebSocket } from './attack.ts';

const sized = (length: string): string => options.replace('Length: 0', `Length: ${length}`);

describe('threat V7: memory promised to a Content-Length (§18.3)', () => {
  test.each(['4294967295', '9999999999', '262145'])(
    'Content-Length: %s on a stream: 513 (or 400), and closed',
    (length) => {
      const closed = [expect.stringMatching(/^(?:400|513) refused close$/)];
      expect(overStream(sized(length))).toEqual(closed);
      expect(overStream(sized(length), 1)).toEqual(closed);
    }
  );
  test('nothing is held for a body that is not there', () => {
    const framer = new StreamFramer();
    const head = bytesOf(sized('200000'));
    expect(framer.push(head)).toEqual([]);
    expect(framer.length).toBe(head.length);
  });
  test.each(['4294967295', '9999999999', '65536', '1'])(
    'Content-Length: %s in a datagram that is shorter: 400',
    (length) => {
      expect(answerTo(sized(length))).toBe('400 refused');
    }
  );
  test.each(['4294967295', '65536', '1'])(
    'Content-Length: %s in a WebSocket message that is shorter: 400, and the connection stays',
    (length) => {
      expect(overWebSocket(bytesOf(sized(length)))).toBe('400 refused');
    }
  );
});
