import { z } from 'zod';
import { Anomaly } from '../model/index.ts';
import { procedure } from './procedure.ts';

export const anomalies = {
  /** Boards and chips that stand out in each miner's latest reading, worst first. */
  list: procedure
    .route({ method: 'GET', path: '/anomalies', tags: ['history'], summary: 'What stands out now' })
    .output(z.array(Anomaly)),
};
