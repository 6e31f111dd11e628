/** Rows the simulated portal keeps. Times are epoch ms, floored to whole seconds like the platform prints them. */

export type Role = 'A' | 'E' | 'K';
export type UserType = 'employee' | 'extranet' | 'system';

export interface User {
  id: number;
  name: string;
  lastName: string;
  secondName: string;
  email: string;
  active: boolean;
  admin: boolean;
  type: UserType;
  departmentIds: number[];
  workPosition: string;
  gender: '' | 'M' | 'F';
  timeZone: string;
  registeredAt: number;
}

export interface Department {
  id: number;
  name: string;
  parentId: number | null;
  headId: number | null;
}

export interface Stage {
  id: number;
  title: string;
  sort: number;
  color: string;
  systemType: string | null;
}

export interface Group {
  id: number;
  name: string;
  description: string;
  ownerId: number;
  extranet: boolean;
  visible: boolean;
  opened: boolean;
  closed: boolean;
  type: 'group' | 'project' | 'scrum';
  createdAt: number;
  updatedAt: number;
  members: Map<number, Role>;
  chatId: number;
  stages: Stage[];
}

export interface Task {
  id: number;
  guid: string;
  title: string;
  description: string;
  groupId: number;
  stageId: number;
  parentId: number | null;
  status: number;
  priority: number;
  mark: string | null;
  createdBy: number;
  responsibleId: number;
  accomplices: number[];
  auditors: number[];
  changedBy: number;
  statusChangedBy: number | null;
  closedBy: number | null;
  createdAt: number;
  changedAt: number;
  statusChangedAt: number;
  activityAt: number;
  closedAt: number | null;
  startedAt: number | null;
  deadlineAt: number | null;
  startPlanAt: number | null;
  endPlanAt: number | null;
  estimateSeconds: number;
  /** Sum of the entries; null while there never was one. */
  spentSeconds: number | null;
  allowTimeTracking: boolean;
  taskControl: boolean;
  allowChangeDeadline: boolean;
  tags: { id: number; title: string }[];
  crmLinks: string[];
  attachmentIds: number[];
  xmlId: string | null;
  chatId: number | null;
  forumTopicId: number | null;
  commentCount: number;
  /** Groups the task stood in, oldest first: what "the group at the time" means. */
  groupHistory: { groupId: number; sinceAt: number }[];
}

export interface TimeEntry {
  id: number;
  taskId: number;
  userId: number;
  seconds: number;
  comment: string;
  source: 1 | 2 | 3;
  /** CREATED_DATE: the work date, which people may set. */
  workedAt: number;
  startAt: number;
  stopAt: number;
  /** When the record came to be; the platform never shows it by itself. */
  recordedAt: number;
  groupIdWhenMade: number;
}

export interface DeletedEntry extends TimeEntry {
  deletedAt: number;
  deletedBy: number;
  taskDeleted: boolean;
}

export interface HistoryRow {
  id: number;
  at: number;
  field: string;
  from: string | null;
  to: string | null;
  userId: number;
}

export interface Comment {
  id: number;
  taskId: number;
  authorId: number;
  text: string;
  createdAt: number;
  attachmentIds: number[];
}

export interface Chat {
  id: number;
  entityType: 'TASKS_TASK' | 'SONET_GROUP' | 'PRIVATE';
  entityId: number;
}

export interface Message {
  id: number;
  chatId: number;
  authorId: number;
  text: string;
  createdAt: number;
  fileIds: number[];
  deleted: boolean;
}

export interface DiskFile {
  id: number;
  internalId: number;
  name: string;
  size: number;
  content: Buffer;
  storageId: number;
  folderId: number;
  createdBy: number;
  createdAt: number;
}

export interface Attachment {
  id: number;
  fileId: number;
  entityType: 'tasks_task' | 'forum_message';
  entityId: number;
  createdBy: number;
  createdAt: number;
}

export interface Storage {
  id: number;
  name: string;
  entityType: 'user' | 'group' | 'common' | 'restapp';
  entityId: string;
  rootFolderId: number;
}

export interface FeedPost {
  id: number;
  authorId: number;
  title: string;
  text: string;
  dest: string[];
  files: { name: string; size: number }[];
  createdAt: number;
}

export interface Notice {
  id: number;
  kind: 'system' | 'personal';
  userId: number;
  fromUserId: number;
  text: string;
  tag: string;
  createdAt: number;
}

export interface Timer {
  userId: number;
  taskId: number;
  startedAt: number;
}

export type CrmValue = string | number | boolean | null;

export interface CrmProductRow {
  id: number;
  productName: string;
  /** For one, taxes included. */
  price: number;
  quantity: number;
  measureCode: number;
  measureName: string;
}

export interface CrmItem {
  id: number;
  /** 2 deal, 4 company, 31 smart invoice. */
  entityTypeId: number;
  title: string;
  fields: Record<string, CrmValue>;
  productRows: CrmProductRow[];
  createdBy: number;
  createdAt: number;
  updatedBy: number;
  updatedAt: number;
}

export interface Absence {
  id: number;
  userId: number;
  name: string;
  fromAt: number;
  toAt: number;
}
