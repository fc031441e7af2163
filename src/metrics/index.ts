/** Metrics of a stack for Prometheus. Needs the optional package prom-client. */
export { metrics, type MetricsDetail, type MetricsOptions } from './metrics.ts';
