import { z } from 'zod';
import { parseIncidentQuery, parseQuery } from '../query/index.ts';

/** Refused where it is not understood, with what is wrong in words. */
const textOf = (parse: (text: string) => { readonly errors: readonly { readonly message: string }[] }) =>
  z
    .string()
    .max(2000)
    .superRefine((text, context) => {
      for (const { message } of parse(text).errors) context.addIssue({ code: 'custom', message });
    });

/** A query in the language of the search; refused where it is not understood. */
export const QueryText = textOf(parseQuery).describe(
  'which miners, in the language of the search: model=s21, temp>80, state:tuning, or any word',
);

/** The same for incidents. */
export const IncidentQueryText = textOf(parseIncidentQuery).describe(
  'which incidents, in the language of the search, with kind:, severity:, since: and rule: besides: severity:critical since:24h tag:r7',
);
