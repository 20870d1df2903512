import { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'an id, such as 01890a5d-ac96-774b-bcce-b302099a8057',
  guid: 'an id, such as 01890a5d-ac96-774b-bcce-b302099a8057',
  url: 'a URL',
  email: 'a mail address',
  datetime: 'a time, such as 2026-01-31T22:30:00Z',
};

/** The unit of a length, by type. */
const UNITS: Readonly<Record<string, string>> = { string: 'characters', array: 'entries', set: 'entries' };

/**
 * What is wrong with a value, in plain words: it stands behind the name of the field in responses
 * of the API, in messages about config.json, and on the command line. Values are never quoted,
 * since one may be a password. Undefined leaves it to zod. A message of the schema itself is
 * preferred to this one.
 */
function issueWords(issue: Issue): string | undefined {
  const must = mustOf(issue);
  if (must === null) return undefined;
  return issue.input === undefined && issue.code !== 'custom' ? `is missing: it ${must}` : must;
}

function mustOf(issue: Issue): string | null {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value': {
      const values = issue.values.map(String);
      return values.length === 1 ? `must be ${values[0]}` : `must be one of ${values.join(', ')}`;
    }
    case 'invalid_format': {
      const format = FORMATS[issue.format];
      return format === undefined ? 'is not of the right form' : `must be ${format}`;
    }
    case 'too_small':
      return boundWords(issue.origin, issue.minimum, issue.inclusive === false ? 'more than' : 'or more');
    case 'too_big':
      return boundWords(issue.origin, issue.maximum, issue.inclusive === false ? 'less than' : 'or less');
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has fields that are not known: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return 'has none of the forms that it may have';
    case 'invalid_key':
    case 'invalid_element':
      return 'has an entry that is not valid';
    default:
      return null;
  }
}

function boundWords(origin: string, bound: number | bigint, than: string): string {
  const unit = UNITS[origin];
  const figure = than.startsWith('or') ? `${bound} ${than}` : `${than} ${bound}`;
  if (unit === undefined) return `must be ${figure}`;
  if (than === 'or more' && bound === 1) return 'must not be empty';
  return `must have ${figure.replace('less', 'fewer')} ${unit}`;
}

z.config({ localeError: issueWords });
