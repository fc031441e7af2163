/**
 * Accept-Contact: RFC 3841 §9.2.
 *
 * Accept-Contact = ( "Accept-Contact" / "a" ) HCOLON ac-value *( COMMA ac-value ); ac-value = "*" *( SEMI ac-params )
 * ac-params = feature-param / req-param / explicit-param / generic-param; req-param = "require"; explicit-param = "explicit"
 */
import type { Parameters } from '../../syntax/parameters.ts';
import type { Header } from '../header.ts';
import { parseFeatureSet } from './feature-set.ts';
import { formatParameters, isFlagOrAbsent, otherParameters } from './own-parameters.ts';

/** A feature set that the contacted user agent should have. */
export interface AcceptContact {
  /** The features, as written. */
  readonly features: Parameters;
  /** Whom it does not match is not contacted. */
  readonly require: boolean;
  /** Only who says that it has the features matches. */
  readonly explicit: boolean;
}

/** Which of a user's contacts the caller would like. */
export const acceptContact: Header<AcceptContact> = {
  name: 'Accept-Contact',
  compact: 'a',
  section: 'RFC 3841 §9.2',
  list: true,
  parse(scanner) {
    const parameters = parseFeatureSet(scanner);
    if (parameters === undefined) return undefined;
    const require = parameters.get('require');
    const explicit = parameters.get('explicit');
    if (!isFlagOrAbsent(require) || !isFlagOrAbsent(explicit)) return undefined;
    const features = otherParameters(parameters, 'require', 'explicit');
    return { features, require: require !== undefined, explicit: explicit !== undefined };
  },
  format({ features, require, explicit }) {
    const own = [
      ['require', require ? '' : undefined],
      ['explicit', explicit ? '' : undefined]
    ] as const;
    return `*${formatParameters(own, features)}`;
  }
};
