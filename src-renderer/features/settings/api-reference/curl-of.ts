import type { ApiRoute } from './api-document.ts';

/** The end of the line from the program, which asks for all miners. */
const MINERS = '/api/miners';

/**
 * A command line that calls a route, made from the one that asks for all miners: it has the tool,
 * the token and the quotes of the system. What the caller must choose is in capital letters.
 */
export function curlOf(route: ApiRoute, minersLine: string, body: unknown): string {
  const isWindows = minersLine.startsWith('curl.exe');
  const [, tool = '', host = ''] = /^(.* )(\S+)$/.exec(minersLine.slice(0, -MINERS.length)) ?? [];
  const method = route.method === 'GET' ? '' : `-X ${route.method} `;
  const address = quoted(`${host}${filled(route)}`, isWindows);
  if (body === undefined) return `${tool}${method}${address}`;
  const json = quoted(JSON.stringify(body), isWindows);
  const type = '-H "Content-Type: application/json"';
  // PowerShell before 7.3 drops the quotation marks within an argument: they come through a pipe.
  return isWindows
    ? `${json} | ${tool}${method}${type} -d '@-' ${address}`
    : `${tool}${method}${type} -d ${json} ${address}`;
}

function filled({ path, parameters }: ApiRoute): string {
  const whole = parameters
    .filter((parameter) => parameter.in === 'path')
    .reduce((text, { name, example }) => text.replace(`{${name}}`, String(example ?? name.toUpperCase())), path);
  const query = parameters
    .filter((parameter) => parameter.in === 'query' && parameter.required === true)
    .map(({ name, example }) => `${name}=${encodeURIComponent(String(example ?? name.toUpperCase()))}`);
  return query.length === 0 ? whole : `${whole}?${query.join('&')}`;
}

function quoted(text: string, isWindows: boolean): string {
  return `'${text.replaceAll("'", isWindows ? "''" : String.raw`'\''`)}'`;
}
