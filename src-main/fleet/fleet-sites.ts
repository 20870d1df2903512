import type { RecordChange } from '../events/bus.ts';
import type { StoredSite } from '../store/store.ts';

/** The sites that miners of this database belong to. */
export class FleetSites {
  readonly #record: RecordChange;
  #sites: readonly StoredSite[] = [];

  /** `record` writes a change together with its entry in the activity. */
  constructor(record: RecordChange) {
    this.#record = record;
  }

  load(sites: readonly StoredSite[]): void {
    this.#sites = sites;
  }

  /** The site of this farm, to which scans add new miners: the first, while there is only one. */
  get own(): StoredSite {
    const [site] = this.#sites;
    if (site === undefined) throw new Error('The database has no site.');
    return site;
  }

  get(key: number): StoredSite {
    const site = this.#sites.find(({ site_key }) => site_key === key);
    if (site === undefined) throw new Error(`The database has no site ${key}.`);
    return site;
  }

  /**
   * Sets the id and name of this farm's site; on disk when it resolves. Returns whether one of
   * them changed, which every row shows. Another id of a farm that has miners is an event: one file may
   * be in use for two halls, whose exported data would mix.
   */
  async identify(id: string, name: string | null, hasMiners: boolean): Promise<boolean> {
    const { own } = this;
    if (own.id === id && own.name === name) return false;
    const data = { site_id: id, site_id_before: own.id };
    const events = hasMiners && own.id !== id ? [{ event: 'site_identified', data } as const] : [];
    await this.#record(events, 'identifySite', id, name);
    this.#sites = this.#sites.map((one) => (one.site_key === own.site_key ? { ...one, id, name } : one));
    return true;
  }
}
