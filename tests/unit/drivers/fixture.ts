import { readFileSync } from 'node:fs';

/** The payload of a firmware build for an endpoint, as recorded in tests/fixtures/firmware. */
export function fixture(build: string, endpoint: string): unknown {
  return JSON.parse(fixtureText(build, endpoint));
}

export function fixtureText(build: string, endpoint: string): string {
  return readFileSync(new URL(`../../fixtures/firmware/${build}/${endpoint}.json`, import.meta.url), 'utf8');
}
