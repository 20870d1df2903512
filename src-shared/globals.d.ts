/* Globals that both the page and Node have, and that are not part of the language. */

interface ParsedUrl {
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly hostname: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly origin: string;
}

declare const URL: { parse(url: string): ParsedUrl | null };
