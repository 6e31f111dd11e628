/** Path of a task card; the portal's page opens it in a slider over the app. */
export function taskPath(taskId: number, userId: number): string {
  return `/company/personal/user/${userId}/tasks/task/view/${taskId}/`;
}

export function groupPath(groupId: number): string {
  return `/workgroups/group/${groupId}/`;
}

export function companyPath(companyId: number): string {
  return `/crm/company/details/${companyId}/`;
}

/** Card of the deal or smart invoice (kind 31) an offer came from; null for one that came from no CRM. */
export function crmPath(source: string, externalId: string): string | null {
  if (source === 'crm-deal') return `/crm/deal/details/${externalId}/`;
  return source === 'smart-invoice' ? `/crm/type/31/details/${externalId}/` : null;
}
