import type { Visitor } from '../access/index.js';
import type { BoardCard, BoardClient, BoardPerson, BoardView, BoardWays } from '../api/index.js';
import { addDays, dayOf } from '../base/days.js';
import type { Db, DbOrTx } from '../base/db/index.js';
import { readClients } from '../clients/index.js';
import { readAccounts } from '../ledger/index.js';
import { type PersonCapacity, readCapacity } from '../planning/index.js';
import { readPortal } from '../portal/installs/index.js';
import { readRunning } from '../portal/mirror/index.js';
import { readWays } from './board-ways-store.js';
import { type CardRow, readCards, readNames } from './cards-view.js';
import { type Load, loadsOf } from './rules/loads.js';
import { printCards, seeCards } from './see-cards.js';

/** Load is set against the working time of a week: today and the six days after it. */
const DAYS_AHEAD = 6;
const noLoad: Load = { doing: 0, doingCritical: 0, loadSeconds: 0, unestimated: 0 };

/** The board as a visitor may see it. Loads and limits count all of a person's work, cards are only those in reach. */
export async function showBoard(db: Db, visitor: Visitor, now: number): Promise<BoardView> {
  const { portalId } = visitor;
  const ways = await readWays(db, portalId);
  const rows = await readCards(db, { portalId, ways, now });
  const maySee = await seeCards(db, visitor);
  const seen = rows.filter(maySee);
  const cards = await printCards(db, portalId, rows);
  const today = dayOf(now, (await readPortal(db, portalId))?.time_zone ?? 'UTC');
  const capacityUntil = addDays(today, DAYS_AHEAD);
  const capacities = await readCapacity(db, { portalId, from: today, to: capacityUntil, now });
  const people = await peopleOf(db, { portalId, now, ways, cards, rows, seen, capacities });
  const shown = new Set(people.map((person) => person.userId));
  const inReach = new Set(seen.map((row) => row.taskId));
  return {
    now,
    capacityUntil,
    waitingBy: ways.waitingBy,
    doneDays: ways.doneDays,
    people,
    clients: await clientsOf(db, { portalId, seen, now }),
    cards: cards.filter((card) => inReach.has(card.taskId) && shown.has(card.userId)),
  };
}

interface Known {
  portalId: string;
  now: number;
  ways: BoardWays;
  /** Of everybody. */
  rows: readonly CardRow[];
  cards: readonly BoardCard[];
  /** In the visitor's reach. */
  seen: readonly CardRow[];
  capacities: readonly PersonCapacity[];
}

async function peopleOf(db: Db, known: Known): Promise<BoardPerson[]> {
  const { portalId, now, ways, rows, cards, capacities } = known;
  const said = new Map(ways.people.map((one) => [one.userId, one]));
  const userIds = idsOf(known).filter((userId) => said.get(userId)?.shown !== 'never');
  const names = await readNames(db, portalId, userIds);
  const capacity = new Map(capacities.map((person) => [person.userId, totalOf(person)]));
  const loads = loadsOf(cards.map((card) => ({ ...card, isCritical: card.urgency === 'critical' })));
  const groupIds = [...new Set(rows.map((row) => row.groupId))];
  const running = await readRunning(db, portalId, groupIds, now);
  const timers = new Map(running.work.map(({ userId, taskId, seconds }) => [userId, { taskId, seconds }]));
  const people = userIds.map((userId): BoardPerson => {
    const { name, isEmployee } = names.get(userId) ?? { name: `#${userId}`, isEmployee: false };
    return {
      ...{ userId, name, isEmployee },
      ...(loads.get(userId) ?? noLoad),
      wipLimit: said.get(userId)?.wipLimit ?? ways.wipLimit,
      capacitySeconds: capacity.get(userId) ?? null,
      running: timers.get(userId) ?? null,
    };
  });
  return people.sort(
    (a, b) =>
      Number(b.isEmployee) - Number(a.isEmployee) || a.name.localeCompare(b.name) || a.userId - b.userId,
  );
}

/** Whoever has a card the visitor sees, belongs to the department, or was put on the board. */
function idsOf({ ways, seen, capacities }: Known): number[] {
  const always = ways.people.filter((one) => one.shown === 'always').map((one) => one.userId);
  const department = capacities.map((person) => person.userId);
  return [...new Set([...seen.map((card) => card.userId), ...department, ...always])];
}

function totalOf({ days }: PersonCapacity): number {
  return days.reduce((sum, day) => sum + day.seconds, 0);
}

async function clientsOf(
  db: DbOrTx,
  of: { portalId: string; seen: readonly CardRow[]; now: number },
): Promise<BoardClient[]> {
  const ids = new Set(of.seen.map((card) => card.clientId));
  const clients = (await readClients(db, of.portalId)).filter((client) => ids.has(client.client_id));
  const accounts = await readAccounts(db, of.portalId, clients, of.now);
  return clients.flatMap(({ client_id: clientId, name }) => {
    const account = accounts.get(clientId);
    if (!account) return [];
    return [{ clientId, name, balance: account.balance, usableSizeSeconds: account.usableSizeSeconds }];
  });
}
