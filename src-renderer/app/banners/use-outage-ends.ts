import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { namedMinersText, nameMiners } from '../../../src-shared/miner/named-miners.ts';
import type { Miner } from '../../../src-shared/model/index.ts';
import { missingQuery, type Outage } from '../../features/fleet/outage.ts';
import { followOutages, type SeenOutage } from '../../features/fleet/outage-ends.ts';
import { toastNews } from '../../ui/feedback/toast.tsx';
import { formatHash } from '../../ui/hash-location.ts';
import { clockTime } from '../../ui/times.ts';
import { appTexts } from '../app-texts.ts';

const texts = appTexts.banners;

/** Says once, on every screen, that miners that went offline together are back, and which are not. */
export function useOutageEnds(outage: Outage | null, miners: readonly Miner[], moment: Moment): void {
  const seen = useRef<readonly SeenOutage[]>([]);
  const [, navigate] = useLocation();
  useEffect(() => {
    const next = followOutages(seen.current, outage, miners, moment.nowMs);
    seen.current = next.seen;
    for (const { back, left, rack, network, sinceAt } of next.ended) {
      const where = rack === null ? network : texts.rack(rack);
      const title = texts.back(back.length, back.length + left.length, where);
      const since = texts.wentOffline(clockTime(sinceAt, moment.nowMs));
      if (left.length === 0) {
        toastNews(title, since);
        continue;
      }
      const text = missingQuery(left, miners, moment);
      const show = { label: texts.show, run: () => navigate(formatHash({ path: '/fleet', text })) };
      toastNews(
        title,
        `${since} ${texts.notBack(namedMinersText({ ...nameMiners(left), where: null }, left.length))}`,
        show,
      );
    }
  }, [outage, miners, moment, navigate]);
}
