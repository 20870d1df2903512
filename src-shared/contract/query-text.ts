import { z } from 'zod';
import { parseIncidentQuery, parseQuery } from '../query/index.ts';

/** A text that `parse` understands; refused otherwise, with the parser's messages. */
const textOf = (parse: (text: string) => { readonly errors: readonly { readonly message: string }[] }) =>
  z
    .string()
    .max(2000)
    .superRefine((text, context) => {
      for (const { message } of parse(text).errors) context.addIssue({ code: 'custom', message });
    });

/** A query in the language of the search; refused if invalid. */
export const QueryText = textOf(parseQuery).describe(
  'which miners, in the language of the search: model=s21, temp>80, state:tuning, any word, or tag:old or (rack:A1 temp>80)',
);

/** A query for incidents; refused if invalid. */
export const IncidentQueryText = textOf(parseIncidentQuery).describe(
  'which incidents, in the language of the search, with kind:, severity:, since: and rule: besides: severity:critical since:24h tag:r7',
);
