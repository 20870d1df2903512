import { IconExternalLink } from '@tabler/icons-react';
import type { Miner } from '../../../src-shared/model/index.ts';
import { minerPageUrl, useOpenMinerPage } from '../../api/use-open-miner-page.ts';
import classes from './miner-address.module.css';
import { minerTexts } from './miner-texts.ts';

/** The address of a miner, as a link to its web page. */
export function MinerAddress({ miner }: { miner: Miner }) {
  const open = useOpenMinerPage();
  if (miner.ip === null) return miner.last_ip === null ? null : minerTexts.lastAt(miner.last_ip);
  return (
    <a
      className={classes.link}
      href={minerPageUrl(miner.ip)}
      target="_blank"
      rel="noopener noreferrer"
      title={minerTexts.openPage}
      onClick={(event) => {
        event.preventDefault();
        open(miner);
      }}
    >
      {miner.ip}
      <IconExternalLink size={12} stroke={1.8} aria-hidden="true" />
    </a>
  );
}
