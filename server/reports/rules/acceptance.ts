/** What was said about an issued report, as it is stored; numbered without gaps. */
export interface ResponseFact {
  response: number;
  what: 'dispute' | 'withdraw' | 'answer' | 'waive' | 'accept' | 'remind';
  /** The response that opened the dispute it is about; of a dispute its own number. */
  dispute: number | null;
  entryId: number | null;
  text: string | null;
  /** Billed seconds given back. */
  seconds: number | null;
  /** Of a reminder: which of the days after posting. */
  days: number | null;
  how: 'app' | 'recorded' | 'automatic';
  link: string | null;
  userId: number;
  at: number;
}

export interface Dispute {
  dispute: number;
  entryId: number;
  reason: string;
  how: ResponseFact['how'];
  link: string | null;
  openedBy: number;
  openedAt: number;
  ending: 'open' | 'withdrawn' | 'answered' | 'waived';
  answer: string | null;
  waivedSeconds: number;
  endedBy: number | null;
  endedAt: number | null;
}

interface Agreement {
  at: number;
  by: number;
  how: ResponseFact['how'];
  link: string | null;
}

export interface Acceptance {
  state: 'waiting' | 'disputed' | 'accepted';
  openDisputes: number;
  /** In the order they were opened. */
  disputes: readonly Dispute[];
  /** The client said yes; while a dispute is open this is a yes to all other lines. */
  agreed: Agreement | null;
  /** Since when it has been accepted: the yes, or the end of the last dispute after it. */
  acceptedAt: number | null;
  /** Days after posting whose reminders went out. */
  reminded: readonly number[];
  /** When the client was last answered: silence counts from here. */
  answeredAt: number | null;
}

const endings = { withdraw: 'withdrawn', answer: 'answered', waive: 'waived' } as const;

/**
 * Where a posted report stands with its client, from everything that was said about it. The order in which responses
 * are given and repetitions make no difference; what was said after the acceptance changes nothing.
 */
export function acceptanceOf(responses: readonly ResponseFact[]): Acceptance {
  const inOrder = [...new Map(responses.map((one) => [one.response, one])).values()].sort(
    (a, b) => a.response - b.response,
  );
  return inOrder.reduce(after, untouched);
}

const untouched: Acceptance = {
  state: 'waiting',
  openDisputes: 0,
  disputes: [],
  agreed: null,
  acceptedAt: null,
  reminded: [],
  answeredAt: null,
};

function after(before: Acceptance, said: ResponseFact): Acceptance {
  if (before.state === 'accepted') return before;
  switch (said.what) {
    case 'dispute':
      return withDispute(before, said);
    case 'withdraw':
    case 'answer':
    case 'waive':
      return withEnding(before, { ...said, what: said.what });
    case 'accept':
      return standing({ ...before, agreed: before.agreed ?? agreementOf(said) }, said.at);
    case 'remind':
      return said.days === null ? before : { ...before, reminded: [...before.reminded, said.days] };
  }
}

/** A new question takes an earlier yes back: the client has not agreed to this line. */
function withDispute(before: Acceptance, said: ResponseFact): Acceptance {
  const { entryId } = said;
  if (entryId === null || openDisputeOf(before, entryId) !== null) return before;
  const dispute: Dispute = {
    dispute: said.response,
    entryId,
    reason: said.text ?? '',
    how: said.how,
    link: said.link,
    openedBy: said.userId,
    openedAt: said.at,
    ending: 'open',
    answer: null,
    waivedSeconds: 0,
    endedBy: null,
    endedAt: null,
  };
  return standing({ ...before, disputes: [...before.disputes, dispute], agreed: null }, said.at);
}

function withEnding(before: Acceptance, said: ResponseFact & { what: keyof typeof endings }): Acceptance {
  const ended = before.disputes.find((one) => one.dispute === said.dispute);
  if (ended?.ending !== 'open') return before;
  const now: Dispute = {
    ...ended,
    ending: endings[said.what],
    answer: said.text,
    waivedSeconds: said.what === 'waive' ? (said.seconds ?? 0) : 0,
    endedBy: said.userId,
    endedAt: said.at,
  };
  const disputes = before.disputes.map((one) => (one === ended ? now : one));
  const answeredAt = said.what === 'withdraw' ? before.answeredAt : said.at;
  return standing({ ...before, disputes, answeredAt }, said.at);
}

/** The state follows from what is open and what was agreed to. */
function standing(acceptance: Acceptance, at: number): Acceptance {
  const openDisputes = acceptance.disputes.filter((one) => one.ending === 'open').length;
  if (openDisputes > 0) return { ...acceptance, openDisputes, state: 'disputed' };
  if (acceptance.agreed === null) return { ...acceptance, openDisputes, state: 'waiting' };
  return { ...acceptance, openDisputes, state: 'accepted', acceptedAt: at };
}

function agreementOf(said: ResponseFact): Agreement {
  return { at: said.at, by: said.userId, how: said.how, link: said.link };
}

/** The open dispute about an entry; an entry has one at most. */
export function openDisputeOf(acceptance: Acceptance, entryId: number): Dispute | null {
  return acceptance.disputes.find((one) => one.entryId === entryId && one.ending === 'open') ?? null;
}

/** How many of a report's lines nobody is asking about: with none of them left there is no rest to accept. */
export function linesLeft(acceptance: Acceptance, entryIds: Iterable<number>): number {
  return [...entryIds].filter((entryId) => openDisputeOf(acceptance, entryId) === null).length;
}
