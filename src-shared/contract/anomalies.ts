import { z } from 'zod';
import { Anomaly, Problem, WeakChips } from '../model/index.ts';
import { procedure } from './procedure.ts';

export const anomalies = {
  /** Boards and chips that stand out in each miner's latest reading, worst first. */
  list: procedure
    .route({
      method: 'GET',
      path: '/anomalies',
      tags: ['history'],
      summary: 'What readings show to be wrong now, worst first',
    })
    .output(z.array(Anomaly)),

  /** Weak and bad chips, with their change over a week: what goes into a digest once a week. */
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
   * All that is wrong with the farm now, offline miners included, worst first: the one list from
   * which counts, marks and notifications follow. Anomalies are the part of it that readings show.
   */
  list: procedure
    .route({ method: 'GET', path: '/problems', tags: ['miners'], summary: 'All that is wrong now, worst first' })
    .output(z.array(Problem)),
};
