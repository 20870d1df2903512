import type { Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { SimulatedDevice } from './device.ts';
import { parseFaults } from './faults.ts';

/** Timers may fire a little early; what they look at must have happened. */
const TIMER_SLACK_MS = 2;

/** A device at its address: the listener, the open connections, the power cord. */
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

  /** Begins to listen. A port of 0 becomes a real one here. */
  async plugIn(): Promise<void> {
    await this.#syncListener();
  }

  /** Resolves when the listener is as the latest change of power or faults wants it. */
  listenerSynced(): Promise<void> {
    return this.#changes;
  }

  /** Cuts the power: the listener and all connections are gone and the address refuses. */
  async powerOff(): Promise<void> {
    if (!this.#isPowered) return;
    this.#isPowered = false;
    this.#forgetReboot();
    this.device.powerOff(this.#now());
    await this.#syncListener();
  }

  /**
   * Boots: listens at once, with uptime 0:00 and no sessions, and begins to hash when a real one
   * would.
   */
  async powerOn(): Promise<void> {
    if (this.#isPowered) return;
    this.#isPowered = true;
    this.device.powerOn(this.#now());
    await this.#syncListener();
  }

  /**
   * Gives it one or more troubles, such as `hang` or `fan-lost,slow=2`. Throws for an unknown name.
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

  /** Loses its connections in a moment and comes back in some seconds, all in fleet time. */
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

  /** Brings the listener in line with what the miner is now, one change after another. */
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
   * For changes without a waiting caller: an address that was taken meanwhile leaves the miner
   * unreachable, as in a network.
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

/** What takes the connections of all miners: one HTTP server that never listens itself. */
export interface MinerWebServer {
  readonly http: HttpServer;
  take(socket: Socket, miner: SimulatedMiner): void;
}
