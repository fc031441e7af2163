/** What tests of a SIP application need: the package's `./testing` entry. */
export { VirtualClock } from './virtual-clock.ts';
