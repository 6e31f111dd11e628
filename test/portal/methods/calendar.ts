import { method, type Call, type MethodAnswer, type MethodSpec } from '../rest/method.js';
import { RestError } from '../rest/rest-error.js';
import { parseDate, siteDate } from '../world/dates.js';
import type { Json } from '../world/json.js';
import { asInts, asText, param } from '../world/json.js';
import type { Absence } from '../world/model.js';

/** Company calendar and absences. */

function settings(): MethodAnswer {
  return {
    result: {
      work_time_start: '9',
      work_time_end: '18',
      year_holidays: '1.01,2.01,3.01,4.01,5.01,6.01,7.01,8.01,23.02,8.03,1.05,9.05,12.06,4.11',
      year_workdays: '',
      week_holidays: ['SA', 'SU'],
      week_start: 'MO',
      user_name_template: '#NAME# #LAST_NAME#',
      sync_by_push: false,
      user_show_login: true,
      path_to_user: '/company/personal/user/#user_id#/',
      path_to_user_calendar: '/company/personal/user/#user_id#/calendar/',
      path_to_group: '/workgroups/group/#group_id#/',
      path_to_group_calendar: '/workgroups/group/#group_id#/calendar/',
      path_to_vr: '',
      path_to_rm: '',
      rm_iblock_type: '',
      rm_iblock_id: '',
      dep_manager_sub: true,
      denied_superpose_types: [],
      pathes_for_sites: '',
      forum_id: '8',
      rm_for_sites: true,
      path_to_type_company_calendar: '',
      path_to_type_location: '',
      path_to_type_open_event: '',
    },
  };
}

function absenceRow(row: Absence, offsetMinutes: number): Json {
  return {
    ID: String(row.id),
    NAME: row.name,
    DATE_FROM: siteDate(row.fromAt, offsetMinutes),
    DATE_TO: siteDate(row.toAt, offsetMinutes),
    DATE_FROM_TS_UTC: String(Math.floor(row.fromAt / 1000)),
    DATE_TO_TS_UTC: String(Math.floor(row.toAt / 1000)),
    '~USER_OFFSET_FROM': 0,
    '~USER_OFFSET_TO': 0,
    DT_SKIP_TIME: 'Y',
    TZ_FROM: 'Europe/Moscow',
    TZ_TO: 'Europe/Moscow',
    ACCESSIBILITY: 'absent',
    IMPORTANCE: 'normal',
    EVENT_TYPE: '',
  };
}

function accessibility(call: Call): MethodAnswer {
  const { world, params } = call;
  if (call.user.type === 'extranet') throw new RestError(400, '', 'Access denied');
  const users = asInts(param(params, 'users'));
  const offset = world.settings.utcOffsetMinutes;
  const from = parseDate(asText(param(params, 'from')), offset);
  const to = parseDate(asText(param(params, 'to')), offset);
  if (users.length === 0 || from === null || to === null)
    throw new RestError(400, '', 'Required parameter is not set');
  const until = to + 24 * 3_600_000;
  const rows = users.map((userId): [string, Json] => [
    String(userId),
    world.data.absences
      .filter((row) => row.userId === userId && row.toAt >= from && row.fromAt < until)
      .map((row) => absenceRow(row, offset)),
  ]);
  return { result: Object.fromEntries(rows) };
}

export const calendarMethods: MethodSpec[] = [
  method('calendar.settings.get', 'calendar', settings),
  method('calendar.accessibility.get', 'calendar', accessibility),
];
