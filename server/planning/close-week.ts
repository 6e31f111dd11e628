import { DateTime } from 'luxon';
import { type Day, dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { formatDuration } from '../base/durations.js';
import type { Ground } from '../base/ground.js';
import { languageOf, textsIn } from '../base/i18n/index.js';
import { readManagersToTell } from '../clients/index.js';
import { appLink, lockPortal, readPortal } from '../portal/installs/index.js';
import { enqueuePost } from '../portal/outbox/index.js';
import { b, escapeLine } from '../portal/rest/index.js';
import type { SprintFact } from '../api/index.js';
import { factOf } from './read-fact.js';
import { readToClose, type SprintRow, writeSprint } from './sprint-store.js';
import { readWeekFacts, type WeekFacts } from './read-week-facts.js';
import { lastWorkingDay } from './rules/week-input.js';
import { mondayOf } from './rules/week-days.js';
import { dayWithName, weekName } from './sprint-texts.js';

/** People stop working at that hour of the week's last working day; what comes later changes the screen, not the notice. */
const ENDS_AT_HOUR = 19;
const SHOWN_TASKS = 5;

/** Weeks that are over get their plan against fact, and managers hear of it, once. */
export async function closeWeeks(ground: Ground, portalId: string): Promise<void> {
  const now = ground.clock.now();
  const zone = (await readPortal(ground.db, portalId))?.time_zone ?? 'UTC';
  for (const row of await readToClose(ground.db, portalId, mondayOf(dayOf(now, zone)))) {
    await ground.db.transaction().execute(async (tx) => {
      await lockPortal(tx, portalId);
      const facts = await readWeekFacts(tx, { portalId, weekOn: row.week_on, now });
      if (isOver(facts)) await closeWeek(tx, ground, facts);
    });
  }
}

function isOver(facts: WeekFacts): boolean {
  const last: Day = lastWorkingDay(facts) ?? facts.weekOn;
  const hour = DateTime.fromMillis(facts.now, { zone: facts.zone }).hour;
  return facts.today > last || (facts.today === last && hour >= ENDS_AT_HOUR);
}

async function closeWeek(tx: Tx, ground: Ground, facts: WeekFacts): Promise<void> {
  const { portalId, weekOn, now } = facts;
  const [row] = (await readToClose(tx, portalId, weekOn)).filter((one) => one.week_on === weekOn);
  if (!row) return;
  const fact = await factOf(tx, facts, row);
  const set = { fact: JSON.stringify(fact), closed_at: now, updated_at: now };
  await writeSprint(tx, { portalId, weekOn }, set);
  await tellFact(tx, ground, facts, { fact, row });
}

async function tellFact(
  tx: Tx,
  ground: Ground,
  facts: WeekFacts,
  { fact, row }: { fact: SprintFact; row: SprintRow },
): Promise<void> {
  const { portalId } = facts;
  const portal = await readPortal(tx, portalId);
  if (!portal) return;
  const text = factText(fact, {
    language: languageOf(portal.language),
    zone: facts.zone,
    weekOn: row.week_on,
    url: appLink(ground.config, portal, { view: 'sprint' }),
  });
  const told = new Map<number, number>();
  for (const clientId of facts.clients.keys()) {
    for (const userId of await readManagersToTell(tx, portalId, clientId)) {
      if (!told.has(userId)) told.set(userId, clientId);
    }
  }
  for (const [userId, clientId] of told) {
    const key = `sprint:${row.week_on}:fact:user-${userId}`;
    await enqueuePost(tx, ground, { portalId, clientId, kind: 'notice', key, payload: { userId, text } });
  }
}

function factText(
  fact: SprintFact,
  of: { language: 'ru' | 'en'; zone: string; weekOn: Day; url: string },
): string {
  const texts = textsIn(of.language);
  const undone = fact.tasks.filter((task) => !task.isDone).map(({ title }) => `«${escapeLine(title)}»`);
  const rest = undone.length - SHOWN_TASKS;
  const names = [
    ...undone.slice(0, SHOWN_TASKS),
    ...(rest > 0 ? [texts('planning.fact.more', { count: rest })] : []),
  ].join(', ');
  return [
    b(texts('planning.fact.title', { week: weekName(of.weekOn, of.language) })),
    texts('planning.fact.done', { done: fact.doneTasks, planned: fact.plannedTasks }),
    texts('planning.fact.hours', {
      ...{ planned: formatDuration(fact.plannedSeconds), recorded: formatDuration(fact.recordedSeconds) },
      ...{ beside: formatDuration(fact.besideSeconds), urgent: formatDuration(fact.urgentSeconds) },
    }),
    ...(fact.countedFrom === undefined
      ? []
      : [texts('planning.fact.since', { day: dayWithName(dayOf(fact.countedFrom, of.zone), of.language) })]),
    ...(undone.length === 0 ? [] : [texts('planning.fact.undone', { tasks: names })]),
    texts('planning.fact.link', { url: of.url }),
  ].join('\n');
}
