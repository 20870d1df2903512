import type { Route } from '../api-route.ts';
import type { FirmwareVersion } from '../firmware-versions.ts';
import type { Reply } from '../reply.ts';
import { html, json } from '../reply.ts';

/**
 * `/docs/api-doc.json`: the device's own OpenAPI document, only the parts that differ between
 * builds.
 */
export function apiDocument(routes: readonly Route[], version: FirmwareVersion): Reply {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const route of routes) {
    if (!(route.isIn?.(version) ?? true)) continue;
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return json({
    openapi: '3.1.0',
    info: {
      title: 'xminer-api',
      description: '',
      contact: { name: 'anthill', url: 'https://anthill.farm' },
      license: { name: '' },
      version: '0.1.0',
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        api_key: { type: 'apiKey', in: 'header', name: 'x-api-key' },
      },
    },
  });
}

export function apiDocumentPage(): Reply {
  return html(
    '<!DOCTYPE html>\n<html lang="en"><head><title>Swagger UI</title></head><body><div id="swagger-ui"></div></body></html>\n',
  );
}

function operation(route: Route): Record<string, unknown> {
  const responses: Record<string, unknown> = { 200: { description: '' }, 500: { description: 'Internal Error' } };
  if (route.access === 'none') return { responses };
  const security = route.access === 'bearer' ? [{ bearer: [] }] : [{ bearer: [] }, { api_key: [] }];
  return { security, responses: { ...responses, 401: { description: 'Unauthorized' } } };
}
