/** What was asked of the portal: the figures tests and benchmarks quote. */
export interface MethodStats {
  /** HTTP requests of this method ("batch" is one). */
  http: number;
  /** Calls inside batches. */
  inner: number;
  succeeded: number;
  errors: Record<string, number>;
  operatingSeconds: number;
}

export interface Stats {
  httpRequests: number;
  restRequests: number;
  tokenRequests: number;
  /** Token requests that came to the portal's own address, where the client secret never belongs. */
  tokenRequestsAtPortal: number;
  batchInnerCalls: number;
  /** Operating seconds of the heaviest single batch. */
  heaviestBatchSeconds: number;
  statuses: Record<string, number>;
  methods: Record<string, MethodStats>;
  faultsFired: Record<string, number>;
}

export function createStats(): Stats {
  return {
    httpRequests: 0,
    restRequests: 0,
    tokenRequests: 0,
    tokenRequestsAtPortal: 0,
    batchInnerCalls: 0,
    heaviestBatchSeconds: 0,
    statuses: {},
    methods: {},
    faultsFired: {},
  };
}

export function methodStats(stats: Stats, method: string): MethodStats {
  const found = stats.methods[method];
  if (found !== undefined) return found;
  const made = { http: 0, inner: 0, succeeded: 0, errors: {}, operatingSeconds: 0 };
  stats.methods[method] = made;
  return made;
}

export function bump(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
