import { z } from 'zod';
import { parseQuery } from '../query/index.ts';

/** A query in the language of the search; refused where it is not understood. */
export const QueryText = z
  .string()
  .max(2000)
  .superRefine((text, context) => {
    for (const { message } of parseQuery(text).errors) context.addIssue({ code: 'custom', message });
  })
  .describe('which miners, in the language of the search: model=s21, temp>80, state:tuning, or any word');
