import type { Migration } from 'kysely';
import { up as portals } from './0001-portals.js';
import { up as inbox } from './0002-inbox.js';
import { up as mirror } from './0003-mirror.js';
import { up as clients } from './0004-clients.js';
import { up as ledger } from './0005-ledger.js';
import { up as reports } from './0006-reports.js';
import { up as workedAt } from './0007-worked-at.js';
import { up as packages } from './0008-packages.js';
import { up as workTypes } from './0009-work-types.js';
import { up as alerts } from './0010-alerts.js';
import { up as acceptance } from './0011-acceptance.js';
import { up as calendar } from './0012-calendar.js';
import { up as posting } from './0013-posting.js';
import { up as offers } from './0014-offers.js';
import { up as terms } from './0015-terms.js';
import { up as runningTimers } from './0016-running-timers.js';
import { up as board } from './0019-board.js';
import { up as visits } from './0017-visits.js';
import { up as longWork } from './0018-long-work.js';
import { up as capacity } from './0020-capacity.js';
import { up as sprints } from './0021-sprints.js';
import { up as handoffs } from './0022-handoffs.js';
import { up as estimates } from './0023-estimates.js';
import { up as groupTenures } from './0024-group-tenures.js';
import { up as intakes } from './0025-intakes.js';
import { up as skills } from './0026-skills.js';

/** Append-only: a migration that has shipped is never edited; the next one gets the next number. */
export const migrations: Record<string, Migration> = {
  '0001-portals': { up: portals },
  '0002-inbox': { up: inbox },
  '0003-mirror': { up: mirror },
  '0004-clients': { up: clients },
  '0005-ledger': { up: ledger },
  '0006-reports': { up: reports },
  '0007-worked-at': { up: workedAt },
  '0008-packages': { up: packages },
  '0009-work-types': { up: workTypes },
  '0010-alerts': { up: alerts },
  '0011-acceptance': { up: acceptance },
  '0012-calendar': { up: calendar },
  '0013-posting': { up: posting },
  '0014-offers': { up: offers },
  '0015-terms': { up: terms },
  '0016-running-timers': { up: runningTimers },
  '0019-board': { up: board },
  '0017-visits': { up: visits },
  '0018-long-work': { up: longWork },
  '0020-capacity': { up: capacity },
  '0021-sprints': { up: sprints },
  '0022-handoffs': { up: handoffs },
  '0023-estimates': { up: estimates },
  '0024-group-tenures': { up: groupTenures },
  '0025-intakes': { up: intakes },
  '0026-skills': { up: skills },
};
