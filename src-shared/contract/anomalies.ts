import { z } from 'zod';
import { Anomaly, Problem, WeakChips } from '../model/index.ts';
import { procedure } from './procedure.ts';

export const anomalies = {
  list: procedure
    .route({
      method: 'GET',
      path: '/anomalies',
      tags: ['history'],
      summary: 'What readings show to be wrong now, worst first',
      description:
        'Unusual boards and chips in the latest reading of each miner, the worst first: the part of `GET /api/problems` that readings show.',
    })
    .output(z.array(Anomaly)),

  weakChips: procedure
    .route({
      method: 'GET',
      path: '/weak-chips',
      tags: ['history'],
      summary: 'Weak chips and their change over a week',
      description:
        'The chips that the firmware rates weak or bad, by miner, and how that has changed over a week. The weekly digest has this list.',
    })
    .output(WeakChips),
};

export const problems = {
  list: procedure
    .route({
      method: 'GET',
      path: '/problems',
      tags: ['miners'],
      summary: 'All that is wrong now, worst first',
      description:
        'All conditions of the farm now, including offline miners, the worst first. Counts, marks and notifications are derived from this list; `GET /api/anomalies` is the part of it that readings show.',
    })
    .output(z.array(Problem)),
};
