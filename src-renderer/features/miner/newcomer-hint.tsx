import { useLocation } from 'wouter';
import type { Miner } from '../../../src-shared/model/index.ts';
import { pathWithMiner } from '../../miner-view/locations/compare-location.ts';
import { clockTime } from '../../ui/times.ts';
import { useNow } from '../../ui/use-now.ts';
import { ReplaceButton } from '../remove-miner/replace-button.tsx';
import classes from './miner-content.module.css';
import { minerTexts } from './miner-texts.ts';

/** Says that a new miner answers at the address of an offline one, and offers to replace it. */
export function NewcomerHint({ miner }: { miner: Miner }) {
  const newcomer = miner.at_its_address ?? null;
  const nowMs = useNow();
  const [path, navigate] = useLocation();
  if (newcomer === null || newcomer.since_at === null) return null;
  // That a managed miner is offline is said with the other one.
  const isSaid = miner.attention.some(({ code }) => code === 'offline');
  return (
    <div className={classes.newcomer}>
      {!isSaid && minerTexts.newcomer(newcomer, clockTime(newcomer.since_at, nowMs))}
      <ReplaceButton miner={miner} compact onReplaced={(id) => navigate(pathWithMiner(path, miner.id, id))} />
    </div>
  );
}
