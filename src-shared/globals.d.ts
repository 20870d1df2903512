/* What the page and Node both have, and the language itself does not. */

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
