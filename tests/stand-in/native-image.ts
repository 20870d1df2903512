import { readFileSync } from 'node:fs';
import { strict, strictClass } from './not-implemented.ts';

const PNG_SIGNATURE = '89504e470d0a1a0a';

function readOrNothing(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

/**
 * Knows a PNG by its header and its size by its first chunk; nothing is decoded. Everything else is
 * empty.
 */
export class NativeImage {
  readonly #png: Buffer;
  #size: { width: number; height: number };
  isMacTemplateImage = false;

  constructor(data: Buffer) {
    const isPng = data.length >= 24 && data.subarray(0, 8).toString('hex') === PNG_SIGNATURE;
    this.#png = isPng ? data : Buffer.alloc(0);
    this.#size = isPng ? { width: data.readUInt32BE(16), height: data.readUInt32BE(20) } : { width: 0, height: 0 };
  }

  isEmpty(): boolean {
    return this.#png.length === 0;
  }

  getSize(): { width: number; height: number } {
    return { ...this.#size };
  }

  getAspectRatio(): number {
    return this.#size.height === 0 ? 1 : this.#size.width / this.#size.height;
  }

  toPNG(): Buffer {
    return Buffer.from(this.#png);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.#png.toString('base64')}`;
  }

  setTemplateImage(isTemplate: boolean): void {
    this.isMacTemplateImage = isTemplate;
  }

  isTemplateImage(): boolean {
    return this.isMacTemplateImage;
  }

  addRepresentation(_options: object): void {}

  resize({ width, height }: { width?: number; height?: number }): NativeImage {
    const image = new NativeImage(this.#png);
    const ratio = this.getAspectRatio();
    const wide = width ?? Math.round((height ?? this.#size.height) * ratio);
    image.#size = { width: wide, height: height ?? Math.round(wide / ratio) };
    return image;
  }
}
strictClass('NativeImage', NativeImage);

export const nativeImage = strict('nativeImage', {
  createEmpty: (): NativeImage => new NativeImage(Buffer.alloc(0)),
  createFromPath: (path: string): NativeImage => new NativeImage(readOrNothing(path)),
  createFromBuffer: (data: Buffer): NativeImage => new NativeImage(data),
  createFromDataURL: (url: string): NativeImage =>
    new NativeImage(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')),
});
