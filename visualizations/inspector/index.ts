/** The inspector: a running stack in a browser. */
export { inspect, type InspectOptions, type Inspector } from './server.ts';
export type { StatelyOptions } from './stately.ts';
export type { ActorSelection } from './chosen-actors.ts';
export type * from './protocol.ts';
export { type OverviewFilter, OverviewModel, type OverviewOptions } from './overview.ts';
export { readWaysOut, type WayOut, type WaysOut } from './ways-out.ts';
