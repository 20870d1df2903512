import { minerName } from '../../../src-shared/miner/miner-name.ts';
import type { Moment } from '../../../src-shared/miner/miner-now.ts';
import { useLiveMiner } from '../../api/use-powerhive.ts';
import type { ChipSpot } from '../../miner-view/locations/fleet-location.ts';
import { SidePanel } from '../../ui/layout/side-panel.tsx';
import { useMinerTime } from './history/miner-time.ts';
import { MinerContent } from './miner-content.tsx';
import { minerTexts } from './miner-texts.ts';

/** Details of one miner, beside the table from which it was opened. */
export function MinerPanel(props: { id: string; spot: ChipSpot | null; moment: Moment; onClose: () => void }) {
  const miner = useLiveMiner(props.id);
  const time = useMinerTime();
  return (
    <SidePanel
      label={miner === undefined ? minerTexts.panelUnknown : minerTexts.panel(minerName(miner))}
      onClose={props.onClose}
    >
      <MinerContent {...props} time={time} />
    </SidePanel>
  );
}
