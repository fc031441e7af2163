/** All scenarios. */
import { cancelScenarios } from './cancel.ts';
import { inviteServerScenarios } from './invite-server.ts';
import { matchingScenarios } from './matching.ts';
import { messageScenarios } from './message.ts';
import { nonInviteServerScenarios } from './non-invite-server.ts';
import type { Scenario } from './scenario.ts';
import { userAgentScenarios } from './user-agent.ts';

/** Every scenario: from the bytes upwards. */
export const scenarios: readonly Scenario[] = [
  ...messageScenarios,
  ...matchingScenarios,
  ...inviteServerScenarios,
  ...nonInviteServerScenarios,
  ...cancelScenarios,
  ...userAgentScenarios
];
