import { z } from 'zod';
import { Anomaly, Problem, WeakChips } from '../model/index.ts';
import { procedure } from './procedure.ts';

export const anomalies = {
  /** Unusual boards and chips in each miner's latest reading, worst first. */
  list: procedure
    .route({
      method: 'GET',
      path: '/anomalies',
      tags: ['history'],
      summary: 'What readings show to be wrong now, worst first',
    })
    .output(z.array(Anomaly)),

  /** Weak and bad chips, with their change over a week, for the weekly digest. */
  weakChips: procedure
    .route({
      method: 'GET',
      path: '/weak-chips',
      tags: ['history'],
      summary: 'Weak chips and their change over a week',
    })
    .output(WeakChips),
};

export const problems = {
  /**
   * All conditions of the farm now, including offline miners, worst first. Counts, marks and
   * notifications are derived from this list. Anomalies are the part of it that readings show.
   */
  list: procedure
    .route({ method: 'GET', path: '/problems', tags: ['miners'], summary: 'All that is wrong now, worst first' })
    .output(z.array(Problem)),
};
