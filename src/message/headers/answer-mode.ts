/**
 * Answer-Mode: RFC 5373 §2.
 *
 * Answer-Mode = "Answer-Mode" HCOLON answer-mode-value *( SEMI answer-mode-param )
 */
import { answerModeField } from './answer-mode-value.ts';

/** Whether the user is asked before the call is answered. */
export const answerMode = answerModeField('Answer-Mode');
