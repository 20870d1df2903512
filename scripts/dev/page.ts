import { randomBytes } from 'node:crypto';
import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { createLogger, createServer, type HttpProxy, type Logger, type Plugin, type ViteDevServer } from 'vite';
import { NONCE_PLACEHOLDER, pagePolicy } from '../../src-main/screens/screen-file.ts';
import { refuseHost, refuseOrigin } from '../../src-main/serve/host-and-origin.ts';

export interface PageOptions {
  readonly root: string;
  /** The folder of packages, with links resolved. */
  readonly packages: string;
  /** Cache of prepared packages. */
  readonly cacheDir: string;
  /** Port of the page; the next free one if it is in use, 0 for any. */
  readonly port: number;
  /** Port of PowerHive itself. */
  readonly apiPort: number;
  /** Other origins from which the page may be loaded: that of the desktop window. */
  readonly origins?: readonly string[];
}

/**
 * Requests that PowerHive serves itself. All others are for the page, whose sources also have a
 * folder `api`.
 */
const API_PATHS = ['^/api(?!/[^?]*\\.tsx?(\\?|$))(/|\\?|$)', '^/ws(\\?|$)', '^/metrics(\\?|$)'];

/**
 * Serves the page from its sources, with hot reload, and proxies PowerHive's requests to it.
 * PowerHive still checks host and origin: only for requests of this page are they rewritten to its
 * own. Others keep their headers, and are refused.
 */
export async function startPage(options: PageOptions): Promise<{ server: ViteDevServer; url: string }> {
  const { root, apiPort } = options;
  const nonce = randomBytes(18).toString('base64');
  const server = await createServer({
    configFile: false,
    root: join(root, 'src-renderer'),
    cacheDir: options.cacheDir,
    publicDir: false,
    customLogger: quietLogger(),
    clearScreen: false,
    html: { cspNonce: nonce },
    optimizeDeps: { exclude: [ICONS] },
    plugins: [iconsAlone, react(), page(nonce, options)],
    server: {
      host: '127.0.0.1',
      port: options.port,
      cors: false,
      // Not the data folder, which is also in the checkout.
      fs: { allow: [join(root, 'src-renderer'), join(root, 'src-shared'), options.packages] },
      proxy: Object.fromEntries(API_PATHS.map((path) => [path, proxyTo(apiPort)])),
    },
  });
  await server.listen();
  const address = server.httpServer?.address() as AddressInfo;
  return { server, url: `http://127.0.0.1:${address.port}` };
}

/**
 * The CSP of the built page, plus what hot reload needs: its script in the page, its socket, and a
 * worker that waits for a new server.
 */
function page(nonce: string, { origins = [] }: PageOptions): Plugin {
  return {
    name: 'powerhive-dev-page',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const port = request.socket.localPort ?? 0;
        const isOurs = origins.includes(request.headers.origin ?? '') || refuseOrigin(request.headers, port) === null;
        if (refuseHost(request.headers, port) !== null || !isOurs) {
          response.writeHead(403).end('This host or origin is not the page of PowerHive.\n');
          return;
        }
        const own = pagePolicy(nonce, ["'self'", `ws://127.0.0.1:${port}`, `ws://localhost:${port}`]);
        response.setHeader(
          'content-security-policy',
          own.replace("script-src 'self'", `script-src 'self' 'nonce-${nonce}'; worker-src blob:`),
        );
        response.setHeader('cross-origin-resource-policy', 'same-origin');
        response.setHeader('x-content-type-options', 'nosniff');
        next();
      });
    },
    transformIndexHtml: (html) => html.replaceAll(NONCE_PLACEHOLDER, nonce),
  };
}

const ICONS = '@tabler/icons-react';
const IMPORT_OF_ICONS = new RegExp(`import \\{([^}]*)\\} from '${ICONS}';`, 'g');

/**
 * The package has six thousand icons. Preparing all of them takes seconds and most of a gigabyte of
 * memory, so only those that are used are loaded.
 */
const iconsAlone: Plugin = {
  name: 'powerhive-dev-icons',
  enforce: 'pre',
  transform(code) {
    if (!code.includes(ICONS)) return null;
    const alone = code.replaceAll(IMPORT_OF_ICONS, (_whole, names: string) =>
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => `import ${name} from '${ICONS}/dist/esm/icons/${name}.mjs';`)
        .join(' '),
    );
    return { code: alone, map: null };
  },
};

/** Hides the page's failed requests while PowerHive is restarted: the page itself shows them. */
function quietLogger(): Logger {
  const logger = createLogger('warn');
  return {
    ...logger,
    error(message, options) {
      if (!/proxy/.test(message) || !/ECONNREFUSED|ECONNRESET|EPIPE/.test(message)) logger.error(message, options);
    },
  };
}

function proxyTo(apiPort: number) {
  return {
    target: `http://127.0.0.1:${apiPort}`,
    ws: true,
    configure(proxy: HttpProxy.ProxyServer): void {
      const translate = (
        outgoing: ClientRequest,
        request: { headers: IncomingHttpHeaders; socket: { localPort?: number } },
      ): void => {
        const port = request.socket.localPort ?? 0;
        if (refuseHost(request.headers, port) === null) outgoing.setHeader('host', `127.0.0.1:${apiPort}`);
        if (request.headers.origin !== undefined && refuseOrigin(request.headers, port) === null)
          outgoing.setHeader('origin', `http://127.0.0.1:${apiPort}`);
      };
      proxy.on('proxyReq', translate);
      proxy.on('proxyReqWs', translate);
    },
  };
}
