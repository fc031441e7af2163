/**
 * Feature-Caps: RFC 6809 §6.2.
 *
 * Feature-Caps = "Feature-Caps" HCOLON fc-value *( COMMA fc-value ); fc-value = "*" *( SEMI feature-cap )
 */
import { featureSets } from './feature-set.ts';

/** What elements that no Contact names can do: each its capabilities, as `+g.3gpp.srvcc`. */
export const featureCaps = featureSets({ name: 'Feature-Caps', section: 'RFC 6809 §6.2' });
