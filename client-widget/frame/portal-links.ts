/** Path of a task card; the portal's page opens it in a slider over the app. */
export function taskPath(taskId: number, userId: number): string {
  return `/company/personal/user/${userId}/tasks/task/view/${taskId}/`;
}

export function groupPath(groupId: number): string {
  return `/workgroups/group/${groupId}/`;
}
