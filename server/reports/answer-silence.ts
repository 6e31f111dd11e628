import type { Tx } from '../base/db/index.js';
import type { Ground } from '../base/ground.js';
import { type ClientRecord, readClients, readTermsToday } from '../clients/index.js';
import { readWaiting } from './acceptance-silence.js';
import { readResponses } from './acceptance-store.js';
import { reminderText, silentText } from './acceptance-texts.js';
import { readStandingReports } from './acceptance-view.js';
import { type HeldReport, holdReport, respond } from './hold-report.js';
import { acceptanceOf } from './rules/acceptance.js';
import { type Due, dueNow, objectionsUntil } from './rules/acceptance-due.js';
import { tellAcceptance } from './tell-acceptance.js';

/** No reminder and no acceptance by silence comes later than this after the posting. */
const LONGEST_WAIT_MS = 420 * 86_400_000;

/**
 * Reminds clients of reports they have not answered, and takes silence for acceptance where the report announced it;
 * each once, also after restarts. One client that fails holds up no other. Returns how many reports it spoke of.
 */
export async function answerSilence(ground: Ground, portalId: string): Promise<number> {
  let spoken = 0;
  for (const client of await readClients(ground.db, portalId)) {
    try {
      spoken += await answerClient(ground, client);
    } catch (error) {
      const clientId = client.client_id;
      ground.log.warn({ err: error, portalId, clientId }, 'silence about reports could not be answered');
    }
  }
  return spoken;
}

/** Nothing is locked for reports of which nothing can be due. */
async function answerClient(ground: Ground, client: ClientRecord): Promise<number> {
  const { db, clock } = ground;
  const { portal_id: portalId, client_id: clientId } = client;
  const terms = (await readTermsToday(db, client, clock.now())).acceptance;
  if (terms.automaticDays === null && terms.reminderDays.length === 0) return 0;
  const responses = await readResponses(db, portalId, clientId);
  const last = Math.max(0, ...terms.reminderDays);
  let spoken = 0;
  for (const report of await readStandingReports(db, { portalId, clientId })) {
    if (report.posted_at === null || report.posted_at < clock.now() - LONGEST_WAIT_MS) continue;
    const { state, reminded } = acceptanceOf(responses.get(report.number ?? 0) ?? []);
    const isReminded = reminded.some((days) => days >= last) || terms.reminderDays.length === 0;
    if (state !== 'waiting' || (isReminded && terms.automaticDays === null)) continue;
    const of = { portalId, clientId, reportId: report.report_id };
    if (await db.transaction().execute((tx) => answerOne(tx, ground, of))) spoken += 1;
  }
  return spoken;
}

async function answerOne(
  tx: Tx,
  ground: Ground,
  of: { portalId: string; clientId: number; reportId: string },
): Promise<boolean> {
  const staff = { portalId: of.portalId, role: 'administrator' as const };
  const held = await holdReport(tx, ground, staff, of);
  if (held.acceptance.state !== 'waiting') return false;
  const waiting = await readWaiting(tx, ground, held);
  const due = dueNow(waiting, ground.clock.now());
  if (due === null) return false;
  await (due.what === 'accept'
    ? acceptSilently(tx, ground, held, due)
    : remind(tx, ground, held, { days: due.days, until: objectionsUntil(waiting) }));
  return true;
}

async function acceptSilently(
  tx: Tx,
  ground: Ground,
  held: HeldReport,
  due: Due & { what: 'accept' },
): Promise<void> {
  const said = { what: 'accept', how: 'automatic', user_id: 0, at: ground.clock.now() } as const;
  const { response } = await respond(tx, held, said);
  await tellAcceptance(tx, ground, held, { response, texts: [silentText(held.pen, due.until)] });
}

async function remind(
  tx: Tx,
  ground: Ground,
  held: HeldReport,
  { days, until }: { days: number; until: string | null },
): Promise<void> {
  const said = { what: 'remind', how: 'automatic', days, user_id: 0, at: ground.clock.now() } as const;
  const { response } = await respond(tx, held, said);
  await tellAcceptance(tx, ground, held, { response, texts: [reminderText(held.pen, until)] });
}
