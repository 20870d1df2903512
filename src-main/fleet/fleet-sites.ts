import type { Store, StoredSite } from '../store/store.ts';

/** The sites that miners of this database belong to. */
export class FleetSites {
  readonly #store: Pick<Store, 'identifySite'>;
  #sites: readonly StoredSite[] = [];

  constructor(store: Pick<Store, 'identifySite'>) {
    this.#store = store;
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
   * Sets the id and name of this farm's site; on disk when it resolves. Returns whether the id
   * changed, which every row shows.
   */
  async identify(id: string, name: string | null): Promise<boolean> {
    const { own } = this;
    if (own.id === id && own.name === name) return false;
    await this.#store.identifySite(id, name);
    this.#sites = this.#sites.map((one) => (one.site_key === own.site_key ? { ...one, id, name } : one));
    return own.id !== id;
  }
}
