import protobuf from 'protobufjs/light.js';
import snappy from 'snappyjs';

export interface Label {
  readonly name: string;
  readonly value: string;
}

/** Samples of one series, oldest first; times in UNIX milliseconds. */
export interface Series {
  readonly labels: readonly Label[];
  readonly samples: readonly { readonly value: number; readonly timestamp: number }[];
}

/**
 * The messages of remote write 1.0 (prompb/remote.proto and types.proto of Prometheus), only the
 * parts that are sent here. Labels are `bytes`, which are written like the messages they hold: a
 * label is in dozens of series of a request, and is encoded once.
 */
const PROTO = {
  nested: {
    prometheus: {
      nested: {
        WriteRequest: { fields: { timeseries: { rule: 'repeated', type: 'TimeSeries', id: 1 } } },
        TimeSeries: {
          fields: {
            labels: { rule: 'repeated', type: 'bytes', id: 1 },
            samples: { rule: 'repeated', type: 'Sample', id: 2 },
          },
        },
        Label: { fields: { name: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
        Sample: { fields: { value: { type: 'double', id: 1 }, timestamp: { type: 'int64', id: 2 } } },
      },
    },
  },
};

const root = protobuf.Root.fromJSON(PROTO);
const WriteRequest = root.lookupType('prometheus.WriteRequest');
const LabelMessage = root.lookupType('prometheus.Label');

/** The body of a request: protobuf, compressed as a block of snappy. */
export function encodeWriteRequest(series: readonly Series[]): Uint8Array {
  const encoded = new EncodedLabels();
  const timeseries = series.map(({ labels, samples }) => ({ labels: labels.map((one) => encoded.of(one)), samples }));
  // Plain objects of this shape are encoded as they are.
  return snappy.compress(WriteRequest.encode({ timeseries }).finish());
}

/** The labels of one request, each encoded when it is first met. */
class EncodedLabels {
  readonly #byName = new Map<string, Map<string, Uint8Array>>();

  of({ name, value }: Label): Uint8Array {
    let byValue = this.#byName.get(name);
    if (byValue === undefined) {
      byValue = new Map();
      this.#byName.set(name, byValue);
    }
    let bytes = byValue.get(value);
    if (bytes === undefined) {
      bytes = LabelMessage.encode({ name, value }).finish();
      byValue.set(value, bytes);
    }
    return bytes;
  }
}
