/** Who is who in a seeded portal, so that tests and the demo need not guess ids. */
export interface DirectoryClient {
  name: string;
  groupIds: number[];
  /** Extranet users of the client. */
  contactIds: number[];
  managerId: number;
  /** CRM company, 0 when there is none. */
  companyId: number;
}

export interface Directory {
  adminId: number;
  managerIds: number[];
  performerIds: number[];
  clients: DirectoryClient[];
  developmentGroupId: number;
  freeSupportGroupId: number;
}
