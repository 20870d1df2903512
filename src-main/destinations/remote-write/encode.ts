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
 * parts that are sent here.
 */
const PROTO = {
  nested: {
    prometheus: {
      nested: {
        WriteRequest: { fields: { timeseries: { rule: 'repeated', type: 'TimeSeries', id: 1 } } },
        TimeSeries: {
          fields: {
            labels: { rule: 'repeated', type: 'Label', id: 1 },
            samples: { rule: 'repeated', type: 'Sample', id: 2 },
          },
        },
        Label: { fields: { name: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
        Sample: { fields: { value: { type: 'double', id: 1 }, timestamp: { type: 'int64', id: 2 } } },
      },
    },
  },
};

const WriteRequest = protobuf.Root.fromJSON(PROTO).lookupType('prometheus.WriteRequest');

/** The body of a request: protobuf, compressed as a block of snappy. */
export function encodeWriteRequest(series: readonly Series[]): Uint8Array {
  // Plain objects of this shape are encoded as they are.
  return snappy.compress(WriteRequest.encode({ timeseries: series }).finish());
}
