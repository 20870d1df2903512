import { z } from 'zod';
import { ActivityEntry } from './activity.ts';
import { Incident, IncidentLoss } from './alerts/incident.ts';
import { Recording } from './health.ts';
import { Job, JobItem } from './job.ts';
import { Miner } from './miner/miner.ts';
import { MinerModel } from './miner/miner-model.ts';
import { MinersChange } from './miner/miners-change.ts';
import { MacAddress } from './scalars.ts';
import { Scan, Watching } from './scan.ts';

const seq = z
  .int()
  .describe(
    'grows by one with each change, and a gap means that one was missed; the last chunk of a snapshot carries the number of the state it completes, the chunks before it carry 0',
  );

/**
 * An event of the live stream. A caller first gets a snapshot of the whole state in chunks, the
 * last of them marked, and then the changes. A caller that fell behind gets a new snapshot.
 */
export const LiveEvent = z.discriminatedUnion('type', [
  z.object({
    seq,
    type: z.literal('snapshot'),
    first: z.boolean().describe('drop what you had and start again'),
    last: z.boolean().describe('the state is whole from here on'),
    miners: z.array(Miner),
    models: z.array(MinerModel).optional(),
    scan: Scan.nullable().optional(),
    last_finished_scan: Scan.nullable().optional().describe('the last scan that ended, while another may go on'),
    watching: Watching.optional(),
    recording: Recording.optional(),
    changes: z.array(MinersChange).optional().describe('changes of many miners that go on or ended lately'),
    incidents: z.array(Incident).optional().describe('those that are not over'),
    jobs: z.array(Job).optional().describe('jobs that go on or ended lately, without their miners'),
    in_jobs: z
      .array(z.object({ job_id: z.uuidv7(), ids: z.array(MacAddress) }))
      .optional()
      .describe('the miners that are in a job now'),
  }),
  z.object({ seq, type: z.literal('miners'), miners: z.array(Miner), removed_ids: z.array(MacAddress) }),
  z.object({ seq, type: z.literal('models'), models: z.array(MinerModel) }),
  z.object({ seq, type: z.literal('scan'), scan: Scan }),
  z.object({ seq, type: z.literal('watching'), watching: Watching }),
  z.object({ seq, type: z.literal('recording'), recording: Recording }),
  z.object({ seq, type: z.literal('change'), change: MinersChange }),
  z.object({
    seq,
    type: z.literal('job'),
    job: Job,
    items: z.array(JobItem).describe('those of its miners that changed since the event before'),
    taken: z.array(MacAddress).optional().describe('the miners that are in the job from now on'),
  }),
  z.object({
    seq,
    type: z.literal('incidents'),
    incidents: z.array(Incident).describe('those that changed, also those that are over now'),
    losses: z
      .array(IncidentLoss)
      .optional()
      .describe('what others lose now, of which nothing else changed; absent where that PowerHive is older'),
  }),
  z.object({ seq, type: z.literal('activity'), entries: z.array(ActivityEntry) }),
]);
export type LiveEvent = z.infer<typeof LiveEvent>;
