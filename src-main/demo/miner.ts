import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { SimulatedDevice } from './device.ts';
import { parseFaults } from './faults/fault-names.ts';

/** Timers may fire a little early, before the state has changed. */
const TIMER_SLACK_MS = 2;

/** A device at its address, with its listener, its open connections and its power. */
export class SimulatedMiner {
  readonly host: string;
  readonly device: SimulatedDevice;
  /** How often each call was made: `GET /summary` -> n. */
  readonly requestCounts = new Map<string, number>();
  readonly #front: MinerWebServer;
  readonly #sockets = new Set<Socket>();
  #port: number;
  #server: Server | null = null;
  #isPowered = true;
  #rebootTimers: NodeJS.Timeout[] = [];
  #changes: Promise<void> = Promise.resolve();

  constructor(device: SimulatedDevice, port: number, front: MinerWebServer) {
    this.host = device.host;
    this.device = device;
    this.#port = port;
    this.#front = front;
  }

  get port(): number {
    return this.#port;
  }

  get mac(): string {
    return this.device.mac;
  }

  get model(): string {
    return this.device.plan.model.code;
  }

  get firmware(): string {
    return this.device.plan.version.name;
  }

  /** Starts to listen. A port of 0 becomes a real one. */
  async plugIn(): Promise<void> {
    await this.#syncListener();
  }

  /** Resolves when the listener reflects the latest change of power or faults. */
  listenerSynced(): Promise<void> {
    return this.#changes;
  }

  /** Cuts the power: closes the listener and all connections, so that the address refuses. */
  async powerOff(): Promise<void> {
    if (!this.#isPowered) return;
    this.#isPowered = false;
    this.#forgetReboot();
    this.device.powerOff(this.#now());
    await this.#syncListener();
  }

  /**
   * Boots: listens at once, with uptime 0:00 and no sessions, and begins to hash after the time
   * that a real miner takes.
   */
  async powerOn(): Promise<void> {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.device.powerOn(this.#now());
    await this.#syncListener();
  }

  /**
   * Injects one or more faults, such as `hang` or `fan-lost,slow=2`. Throws for an unknown name.
   */
  injectFault(spec: string): void {
    for (const { name, value, target, count, percent } of parseFaults(spec)) {
      if (target !== null || count !== null || percent !== null) {
        throw new Error(`fault ${name}: an amount or an address makes no sense for a single miner`);
      }
      this.device.injectFault(name, value, this.#now());
    }
    this.#syncInBackground();
  }

  clearFaults(): void {
    this.device.clearFaults(this.#now());
    this.#syncInBackground();
  }

  /** Loses its connections soon, and is back after some seconds of fleet time. */
  reboot(): void {
    const now = this.device.clock.nowS();
    const { fromS, untilS } = this.device.reboot(now);
    this.#forgetReboot();
    if (!this.device.clock.isReal) return;
    const delayMs = (toS: number) => ((toS - now) * 1000) / this.device.clock.timeScale + TIMER_SLACK_MS;
    this.#rebootTimers = [fromS, untilS].map((atS) => setTimeout(() => this.#syncInBackground(), delayMs(atS)));
    for (const timer of this.#rebootTimers) timer.unref();
  }

  async stop(): Promise<void> {
    this.#isPowered = false;
    this.#forgetReboot();
    await this.#syncListener();
  }

  count(method: string, path: string): void {
    const key = `${method} ${path}`;
    this.requestCounts.set(key, (this.requestCounts.get(key) ?? 0) + 1);
  }

  #now(): number {
    const now = this.device.clock.nowS();
    this.device.advance(now);
    return now;
  }

  /** Opens or closes the listener by the miner's current state, one change at a time. */
  #syncListener(): Promise<void> {
    this.#changes = this.#changes
      .catch(() => undefined)
      .then(async () => {
        const isReachable =
          this.#isPowered && !this.device.faults.has('offline') && !this.device.isDown(this.device.clock.nowS());
        if (isReachable && this.#server === null) await this.#listen();
        else if (!isReachable && this.#server !== null) await this.#hangUp();
      });
    return this.#changes;
  }

  /**
   * For changes without a waiting caller. If the address is in use meanwhile, the miner is
   * unreachable, as in a real network.
   */
  #syncInBackground(): void {
    this.#syncListener().catch(() => undefined);
  }

  async #listen(): Promise<void> {
    const server = createServer({ noDelay: true }, (socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
      this.#front.take(socket, this);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host: this.host, port: this.#port, exclusive: true }, () => {
        server.off('error', reject);
        resolve();
      });
    });
    const address = server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
    this.#server = server;
  }

  async #hangUp(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  #forgetReboot(): void {
    for (const timer of this.#rebootTimers) clearTimeout(timer);
    this.#rebootTimers = [];
  }
}

/** Handles the connections of all miners: one HTTP server that never listens itself. */
export interface MinerWebServer {
  readonly http: HttpServer;
  take(socket: Socket, miner: SimulatedMiner): void;
}
