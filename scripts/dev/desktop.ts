import { join } from 'node:path';
import type { Plugin } from 'vite';
import { planWindow, readWindowFacts } from '../../src-main/commands/desktop-window.ts';

/** Electron's program, or why no window can be opened here. */
export function findDesktop(headless: boolean): { readonly electron: string } | { readonly why: string | null } {
  const plan = planWindow(readWindowFacts(headless));
  return plan.kind === 'open' ? { electron: plan.electron } : { why: plan.why };
}

/**
 * Replaces two modules of the window in the bundle of `npm run dev`, so that its page comes from
 * the development server and may connect to it. The rest of the window is as shipped.
 */
export function windowFromSources(root: string, pageUrl: () => string): Plugin {
  const answers = join(root, 'src-main/desktop/window/app-requests.ts');
  const requests = join(root, 'src-main/desktop/security/requests.ts');
  return {
    name: 'powerhive-dev-window',
    enforce: 'pre',
    transform(code, id) {
      const url = JSON.stringify(pageUrl());
      if (id === answers) {
        return `export async function answerAppRequest(request) {
          const { pathname, search } = new URL(request.url);
          const { method } = request;
          const answer = await fetch(${url} + pathname + search, { method, headers: { accept: request.headers.get('accept') ?? '*/*' } });
          return new Response(answer.body, { status: answer.status, headers: answer.headers });
        }`;
      }
      if (id !== requests) return null;
      const own = 'return isAppUrl(url)';
      if (!code.includes(own)) this.error(`${id} does not say "${own}" any more: mend scripts/dev/desktop.ts`);
      return code.replace(own, `if (url.startsWith(${url}.replace('http:', 'ws:') + '/')) return true;\n  ${own}`);
    },
  };
}
