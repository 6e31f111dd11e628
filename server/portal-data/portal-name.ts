/** What people call a portal: its address without what stands around it. */
export function portalName(portal: { client_endpoint: string }): string {
  return new URL(portal.client_endpoint).host;
}
