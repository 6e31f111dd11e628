import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/**
 * Figures for operators, one function per event. None of them ever throws, and no label carries a portal, a person
 * or a text: label values are few and chosen by us.
 */
const registry = new Registry();
collectDefaultMetrics({ register: registry });

const registers = [registry];
let uncounted = 0;
new Gauge({
  name: 'hours_uncounted_figures',
  help: 'Figures lost to errors since start',
  registers,
  collect(): void {
    this.set(uncounted);
  },
});
const restCalls = new Counter({
  name: 'hours_rest_calls_total',
  help: 'REST calls by method and outcome, those inside batches too',
  labelNames: ['method', 'outcome'],
  registers,
});
const restSeconds = new Histogram({
  name: 'hours_rest_request_seconds',
  help: 'Duration of HTTP requests to portals',
  labelNames: ['kind'],
  buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 65],
  registers,
});
const restWaits = new Counter({
  name: 'hours_rest_waits_total',
  help: 'Waits for the limits of a portal, by reason',
  labelNames: ['reason'],
  registers,
});
const tokenRefreshes = new Counter({
  name: 'hours_token_refreshes_total',
  help: 'Token refreshes by outcome',
  labelNames: ['outcome'],
  registers,
});
const events = new Counter({
  name: 'hours_events_total',
  help: 'Events of portals, by what became of them',
  labelNames: ['outcome'],
  registers,
});
const installs = new Counter({
  name: 'hours_installs_total',
  help: 'Installs, updates and uninstalls, by outcome',
  labelNames: ['what'],
  registers,
});
const inboxRows = new Counter({
  name: 'hours_inbox_rows_total',
  help: 'Inbox rows by what became of them',
  labelNames: ['outcome'],
  registers,
});
const entries = new Counter({
  name: 'hours_entries_total',
  help: 'Time entries mirrored, by change',
  labelNames: ['change'],
  registers,
});
const lines = new Counter({ name: 'hours_ledger_lines_total', help: 'Ledger lines posted', registers });
const posts = new Counter({
  name: 'hours_posts_total',
  help: 'Posts to portals, by kind and outcome',
  labelNames: ['kind', 'outcome'],
  registers,
});
const jobs = new Counter({
  name: 'hours_jobs_total',
  help: 'Recurring jobs by outcome',
  labelNames: ['job', 'outcome'],
  registers,
});
const httpAnswers = new Counter({
  name: 'hours_http_answers_total',
  help: 'Answers of our own HTTP server, by route and class of status',
  labelNames: ['route', 'status'],
  registers,
});
const connectionsLost = new Counter({
  name: 'hours_database_connections_lost_total',
  help: 'Idle database connections that ended by themselves',
  registers,
});
const lastSweep = new Gauge({
  name: 'hours_last_sweep_timestamp_seconds',
  help: 'When the newest comparison with a portal ended',
  registers,
});

export function restAnswered(method: string, outcome: 'ok' | 'refused' | 'not-run' | 'unknown'): void {
  quietly(() => restCalls.inc({ method, outcome }));
}

export function restRequestEnded(kind: 'call' | 'batch' | 'visitor' | 'refresh', durationMs: number): void {
  quietly(() => restSeconds.observe({ kind }, durationMs / 1000));
}

export function restWaited(reason: 'rate' | 'overflow' | 'operating'): void {
  quietly(() => restWaits.inc({ reason }));
}

export function tokenRefreshed(outcome: 'ok' | 'refused' | 'failed'): void {
  quietly(() => tokenRefreshes.inc({ outcome }));
}

export function eventArrived(outcome: 'accepted' | 'refused' | 'ignored'): void {
  quietly(() => events.inc({ outcome }));
}

export function installChanged(
  what: 'verified' | 'refused' | 'finished' | 'updated' | 'uninstalled' | 'erased',
): void {
  quietly(() => installs.inc({ what }));
}

export function inboxRowEnded(outcome: 'played' | 'retried' | 'parked'): void {
  quietly(() => inboxRows.inc({ outcome }));
}

export function entriesMirrored(change: 'new' | 'changed' | 'gone', count: number): void {
  quietly(() => entries.inc({ change }, count));
}

export function linesPosted(count: number): void {
  quietly(() => lines.inc(count));
}

export function postEnded(kind: string, outcome: 'sent' | 'uncertain' | 'failed'): void {
  quietly(() => posts.inc({ kind, outcome }));
}

export function jobEnded(job: string, outcome: 'done' | 'failed'): void {
  quietly(() => jobs.inc({ job, outcome }));
}

export function sweepEnded(at: number): void {
  quietly(() => lastSweep.set(at / 1000));
}

export function databaseConnectionLost(): void {
  quietly(() => connectionsLost.inc());
}

export function httpAnswered(route: string, status: number): void {
  quietly(() => httpAnswers.inc({ route, status: `${Math.floor(status / 100)}xx` }));
}

/** Prometheus text format, for /metrics. */
export async function metricsText(): Promise<{ contentType: string; text: string }> {
  return { contentType: registry.contentType, text: await registry.metrics() };
}

/** A figure that could not be counted is lost; the work it describes is not. */
function quietly(count: () => void): void {
  try {
    count();
  } catch {
    uncounted += 1;
  }
}
