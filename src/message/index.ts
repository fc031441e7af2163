/** Messages as values: parse, read, build, write. Runs anywhere. */
export { BodyPart } from './body/body-part.ts';
export { type Entity, judgeContentEncoding } from './body/entity.ts';
export {
  defaultMultipartLimits,
  findBody,
  formatMultipart,
  type Multipart,
  type MultipartLimits,
  type NewBodyPart,
  partWithId,
  readMultipart,
  rootPart
} from './body/multipart.ts';
export { formatSipfrag, parseSipfrag, type Sipfrag, type SipfragParts } from './body/sipfrag.ts';
export { Fault, type FaultCode, type FaultStatus } from './fault.ts';
export { HeaderField, makeField } from './field.ts';
export { type FormatOptions, formatMessage } from './format.ts';
export type { Header } from './header.ts';
export { type AcceptContact, acceptContact } from './headers/accept-contact.ts';
export { type AcceptRange, accept } from './headers/accept.ts';
export { acceptEncoding, type Encoding } from './headers/accept-encoding.ts';
export { acceptLanguage, type Language } from './headers/accept-language.ts';
export type { AcceptParameters } from './headers/accept-parameters.ts';
export { acceptResourcePriority } from './headers/accept-resource-priority.ts';
export { alertInfo } from './headers/alert-info.ts';
export { allowEvents } from './headers/allow-events.ts';
export { allow } from './headers/allow.ts';
export type { AnswerMode } from './headers/answer-mode-value.ts';
export { answerMode } from './headers/answer-mode.ts';
export type { OtherScheme } from './headers/auth-scheme.ts';
export { type AuthenticationInfo, authenticationInfo } from './headers/authentication-info.ts';
export { authorization } from './headers/authorization.ts';
export { callId } from './headers/call-id.ts';
export { type CallInfo, callInfo } from './headers/call-info.ts';
export type { Challenge, DigestChallenge } from './headers/challenge.ts';
export { type Contact, contact } from './headers/contact.ts';
export { type ContentDisposition, contentDisposition } from './headers/content-disposition.ts';
export { contentEncoding } from './headers/content-encoding.ts';
export { contentId } from './headers/content-id.ts';
export { contentLanguage } from './headers/content-language.ts';
export { contentLength } from './headers/content-length.ts';
export { contentType } from './headers/content-type.ts';
export type { Credentials, DigestCredentials } from './headers/credentials.ts';
export { type CSeq, cseq } from './headers/cseq.ts';
export { date } from './headers/date.ts';
export { mostDeltaSeconds } from './headers/delta-seconds.ts';
export { type Diversion, diversion } from './headers/diversion.ts';
export { errorInfo } from './headers/error-info.ts';
export { type Event, event } from './headers/event.ts';
export { expires } from './headers/expires.ts';
export { featureCaps } from './headers/feature-caps.ts';
export { flowTimer } from './headers/flow-timer.ts';
export { type From, from } from './headers/from.ts';
export { type GeolocationError, geolocationError } from './headers/geolocation-error.ts';
export { geolocationRouting } from './headers/geolocation-routing.ts';
export { geolocation } from './headers/geolocation.ts';
export { type HistoryInfo, historyInfo } from './headers/history-info.ts';
export { type Identity, identity } from './headers/identity.ts';
export { inReplyTo } from './headers/in-reply-to.ts';
export { type InfoPackage, infoPackage } from './headers/info-package.ts';
export type { InfoUri } from './headers/info-uri.ts';
export { type Join, join } from './headers/join.ts';
export { maxBreadth } from './headers/max-breadth.ts';
export { maxForwards } from './headers/max-forwards.ts';
export type { MediaType } from './headers/media-type.ts';
export { type MimeVersion, mimeVersion } from './headers/mime-version.ts';
export { minExpires } from './headers/min-expires.ts';
export { type MinSe, minSe } from './headers/min-se.ts';
export { type NameAddr, nameAddr } from './headers/name-addr.ts';
export { organization } from './headers/organization.ts';
export { type AccessNetworkInfo, pAccessNetworkInfo } from './headers/p-access-network-info.ts';
export { pAssertedIdentity } from './headers/p-asserted-identity.ts';
export { pAssociatedUri } from './headers/p-associated-uri.ts';
export { pCalledPartyId } from './headers/p-called-party-id.ts';
export { type ChargingFunctionAddress, pChargingFunctionAddresses } from './headers/p-charging-function-addresses.ts';
export { type ChargingVector, pChargingVector } from './headers/p-charging-vector.ts';
export { pEarlyMedia } from './headers/p-early-media.ts';
export { pPreferredIdentity } from './headers/p-preferred-identity.ts';
export { pServedUser, type ServedUser } from './headers/p-served-user.ts';
export { pVisitedNetworkId, type VisitedNetworkId } from './headers/p-visited-network-id.ts';
export { path } from './headers/path.ts';
export { priority } from './headers/priority.ts';
export { privAnswerMode } from './headers/priv-answer-mode.ts';
export { privacy } from './headers/privacy.ts';
export { proxyAuthenticate } from './headers/proxy-authenticate.ts';
export { proxyAuthorization } from './headers/proxy-authorization.ts';
export { proxyRequire } from './headers/proxy-require.ts';
export { type RAck, rack } from './headers/rack.ts';
export { type Reason, reason } from './headers/reason.ts';
export { recordRoute } from './headers/record-route.ts';
export { recvInfo } from './headers/recv-info.ts';
export { type ReferSub, referSub } from './headers/refer-sub.ts';
export { referTo } from './headers/refer-to.ts';
export { type ReferredBy, referredBy } from './headers/referred-by.ts';
export { rejectContact } from './headers/reject-contact.ts';
export { type Replaces, replaces } from './headers/replaces.ts';
export { replyTo } from './headers/reply-to.ts';
export { requestDisposition } from './headers/request-disposition.ts';
export { require } from './headers/require.ts';
export { resourcePriority } from './headers/resource-priority.ts';
export type { ResourceValue } from './headers/resource-value.ts';
export { type RetryAfter, retryAfter, retryAfterSeconds } from './headers/retry-after.ts';
export { route } from './headers/route.ts';
export { rseq } from './headers/rseq.ts';
export { securityClient } from './headers/security-client.ts';
export type { SecurityMechanism } from './headers/security-mechanism.ts';
export { securityServer } from './headers/security-server.ts';
export { securityVerify } from './headers/security-verify.ts';
export { server } from './headers/server.ts';
export type { Comment, Product, ServerValue } from './headers/server-value.ts';
export { serviceRoute } from './headers/service-route.ts';
export { type SessionExpires, sessionExpires } from './headers/session-expires.ts';
export { nullUuid, type SessionId, sessionId } from './headers/session-id.ts';
export { sipEtag } from './headers/sip-etag.ts';
export { sipIfMatch } from './headers/sip-if-match.ts';
export { subject } from './headers/subject.ts';
export { type SubscriptionState, subscriptionState } from './headers/subscription-state.ts';
export { supported } from './headers/supported.ts';
export { type TargetDialog, targetDialog } from './headers/target-dialog.ts';
export { type Timestamp, timestamp } from './headers/timestamp.ts';
export { type To, to } from './headers/to.ts';
export { unsupported } from './headers/unsupported.ts';
export { userAgent } from './headers/user-agent.ts';
export { type UserToUser, userToUser } from './headers/user-to-user.ts';
export { type Via, via } from './headers/via.ts';
export { type Warning, warning } from './headers/warning.ts';
export { wwwAuthenticate } from './headers/www-authenticate.ts';
export { type Essentials, type Sendable, type SipMessage, SipRequest, SipResponse } from './message.ts';
export {
  type BrokenRequest,
  defaultMessageLimits,
  type MessageLimits,
  type ParsedMessage,
  parseMessage,
  type RefusedMessage
} from './parse.ts';
export { reasonPhrase } from './reason-phrase.ts';
export { buildRequest, type RequestParts } from './request.ts';
export { buildRefusal, buildResponse, type ResponseOptions } from './response.ts';
export { disallowedComponents, type UriComponent, type UriPlace, withoutDisallowed } from './uri/allowed.ts';
export { equalHosts, equalUris } from './uri/compare.ts';
export { unescapeOnce } from './uri/escape.ts';
export { formatUriHeaders, type UriHeader, uriHeaders } from './uri/headers.ts';
export { honouredHeaders, requestFromUri, type UriRequest } from './uri/request.ts';
export { escapeUser, formatSipUri, type SipUri, type SipUriParts } from './uri/sip.ts';
export {
  formatTelUri,
  mandatoryParameters,
  telephoneSubscriber,
  telUri,
  type TelUri,
  type TelUriParts,
  withoutSeparators
} from './uri/tel.ts';
export { type AbsoluteUri, isSipUri, isTelUri, parseUri, sipUri, type Uri } from './uri/uri.ts';
export { Parameters } from '../syntax/parameters.ts';
export { UsageError, type UsageErrorCode } from './usage-error.ts';
