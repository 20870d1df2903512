import type { AnyContractRouter } from '@orpc/contract';
import { traverseContractProcedures } from '@orpc/server';
import { contract } from '../../src-shared/contract/index.ts';

export const API_PREFIX = '/api';

/**
 * Whether a procedure is also for other programs. One without a route is only for the app's own
 * screens.
 */
export function isPublic({ contract: procedure }: { contract: { '~orpc': { route: { path?: string } } } }): boolean {
  return procedure['~orpc'].route.path !== undefined;
}

interface Route {
  readonly method: string;
  readonly pattern: RegExp;
}

function routesOf(router: AnyContractRouter): Route[] {
  const routes: Route[] = [];
  traverseContractProcedures({ router, path: [] }, ({ contract: procedure }) => {
    const { method = 'POST', path } = procedure['~orpc'].route;
    if (path === undefined) return;
    routes.push({ method, pattern: new RegExp(`^${API_PREFIX}${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`) });
  });
  return routes;
}

const ROUTES = routesOf(contract);

/** The methods of a path of the REST API; empty for an unknown path. */
export function methodsOf(pathname: string): string[] {
  return ROUTES.filter(({ pattern }) => pattern.test(pathname)).map(({ method }) => method);
}
