/** The screens that the program itself opens, as the page names them in its address. */
export const ROUTES = {
  fleet: '/fleet',
  settings: '/settings',
  licences: '/settings/licences',
  offline: '/fleet?q=offline',
} as const;

export function minerRoute(id: string): string {
  return `/fleet/${id}`;
}
