/**
 * Priv-Answer-Mode: RFC 5373 §2.
 *
 * Priv-Answer-Mode = "Priv-Answer-Mode" HCOLON answer-mode-value *( SEMI answer-mode-param )
 */
import { answerModeField } from './answer-mode-value.ts';

/** Answer-Mode from a caller with a privilege: it goes before what the user set. */
export const privAnswerMode = answerModeField('Priv-Answer-Mode');
