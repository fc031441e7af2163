/** The list of requirements, in the order of the RFCs. A section that is listed is listed whole. */
import type { Requirement } from './requirement.ts';
import { clientTransactions } from './requirements/3261-17.1.ts';
import { serverTransactions } from './requirements/3261-17.2.ts';
import { transport } from './requirements/3261-18.ts';
import { processingResponses } from './requirements/3261-8.1.3.ts';
import { uasBehaviour } from './requirements/3261-8.2.ts';
import { cancelling } from './requirements/3261-9.ts';
import { successResponses } from './requirements/6026.ts';

export const requirements: readonly Requirement[] = [
  ...processingResponses,
  ...uasBehaviour,
  ...cancelling,
  ...clientTransactions,
  ...serverTransactions,
  ...transport,
  ...successResponses
];
