/** How a portal's board looks. No row = the built-in ways. */
export interface BoardSettingsTable {
  portal_id: string;
  /** What makes a task «waiting for an answer»: the platform's status 6 (deferred), or a tag. */
  waiting_by: 'status' | 'tag';
  waiting_tag: string;
  /** Tasks a person has in work at once; 0 = no limit. */
  wip_limit: number;
  /** Completed tasks stay on the board for so many days. */
  done_days: number;
  updated_at: number;
  action_id: string | null;
}

/** People of whom something was said. */
export interface BoardPeopleTable {
  portal_id: string;
  user_id: number;
  /** `auto` = whoever has tasks on the board or worked in the last month. */
  shown: 'auto' | 'always' | 'never';
  /** Null = as everybody; 0 = no limit. */
  wip_limit: number | null;
}

export interface BoardHiddenGroupsTable {
  portal_id: string;
  group_id: number;
}
