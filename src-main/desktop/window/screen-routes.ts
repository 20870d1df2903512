/** Screens that the program opens, as in the fragment of the page's URL. */
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
