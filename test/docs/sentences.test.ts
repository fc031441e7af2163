import { expect, test } from 'vitest';
import { findSentences } from '../../docs/rfc-coverage/sentences.ts';

const text = `
   9 Cancelling ................................................ 53
      9.1 Client Behavior ...................................... 53

9 Cancelling a Request

   It must be small. It MUST be sent, and MUST
   NOT be sent twice! That MAY be enough.

9.1 Client Behavior

   The CANCEL SHOULD go where the request

Rosenberg, et. al.          Standards Track                    [Page 53]
\fRFC 3261            SIP: Session Initiation Protocol           June 2002

   went (if it did). A second sentence.

   It is NOT RECOMMENDED, but
   REQUIRED.

10 Registrations

   A registrar SHALL NOT sleep.
`;

test('finds the sentences with a keyword, by their section, and over the break of a page', () => {
  expect(findSentences(text, ['9'])).toEqual([
    { section: '9', text: 'It MUST be sent, and MUST NOT be sent twice!', levels: ['MUST', 'MUST NOT'] },
    { section: '9.1', text: 'The CANCEL SHOULD go where the request went (if it did).', levels: ['SHOULD'] },
    { section: '9.1', text: 'It is NOT RECOMMENDED, but REQUIRED.', levels: ['NOT RECOMMENDED', 'REQUIRED'] }
  ]);
});

test('of the sections that are asked for only', () => {
  expect(findSentences(text, ['9.1', '10']).map(({ section }) => section)).toEqual(['9.1', '9.1', '10']);
  expect(findSentences(text, ['1'])).toEqual([]);
});
