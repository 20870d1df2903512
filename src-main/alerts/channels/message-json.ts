import type { Message, Site } from './sender.ts';

/** A message for another program: the incident as in the API. */
export function messageJson({ event, incident, digest, at, id, title, body }: Message, site: Site): string {
  return JSON.stringify({
    event,
    incident,
    site,
    delivery_id: id,
    at,
    title,
    text: body,
    ...(digest !== null && { digest }),
  });
}
