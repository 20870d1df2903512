/** The screens that the program itself opens, as the page names them in its address. */
export const ROUTES = {
  fleet: '/fleet',
  settings: '/settings',
  licences: '/settings/licences',
  incidents: '/incidents',
} as const;

export function incidentRoute(id: string): string {
  return `/incidents/${id}`;
}

export function minerRoute(id: string): string {
  return `/fleet/${id}`;
}
