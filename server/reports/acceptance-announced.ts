import type { Config } from '../../config/index.js';
import type { ReportModel } from '../api/index.js';
import type { Clock } from '../base/clock.js';
import { addDays, dayOf } from '../base/days.js';
import type { Tx } from '../base/db/index.js';
import { type ClientRecord, readTermsToday } from '../clients/index.js';
import { appLink, type PortalRow } from '../portal/installs/index.js';

/** What a report needs to know of the app to say where it can be answered. */
export interface AnnouncingGround {
  clock: Clock;
  config: Pick<Config, 'appCode' | 'clientId'>;
}

/** Opens exactly this report: its number stays taken, so the link may be written before the report is issued. */
export function reportLink(
  ground: Pick<AnnouncingGround, 'config'>,
  portal: Pick<PortalRow, 'client_endpoint'>,
  of: { clientId: number; number: number },
): string {
  return appLink(ground.config, portal, { client: of.clientId, report: of.number });
}

/** How the client answers a report that is issued now, under the terms of today. */
export async function howToAnswer(
  tx: Tx,
  ground: AnnouncingGround,
  of: { portal: PortalRow; client: ClientRecord; number: number },
): Promise<NonNullable<ReportModel['howToAnswer']>> {
  const { portal, client, number } = of;
  const now = ground.clock.now();
  const { automaticDays } = (await readTermsToday(tx, client, now)).acceptance;
  return {
    url: reportLink(ground, portal, { clientId: client.client_id, number }),
    objectionsUntil: automaticDays === null ? null : addDays(dayOf(now, client.time_zone), automaticDays),
  };
}
