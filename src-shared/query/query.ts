import type { FlagName } from './fields/flags.ts';
import type { IncidentTextField } from './fields/incident-fields.ts';
import type { NumberFieldName } from './fields/number-fields.ts';
import type { TextFieldName } from './fields/text-fields.ts';
import type { AddressRange } from './ip-range.ts';

export type { FlagName };
export type TextOperator = ':' | '=' | '!=';
export type NumberOperator = TextOperator | '>' | '>=' | '<' | '<=';

/**
 * A figure: the text as written, and its value in the field's own unit (TH/s, W, °C, seconds ...)
 * or as a percentage.
 */
export interface Amount {
  readonly text: string;
  readonly value: number;
  readonly percent: boolean;
  /** It was written without a unit: then it is in the miner's own unit, if miners differ. */
  readonly bare: boolean;
  /** It stands for the operator's limit of each miner. */
  readonly limit: boolean;
  /** How far an equal figure may differ: half of the last written digit. */
  readonly tolerance: number;
}

/** The position of a term in the text; `to` is after its last character. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The meaning of one term, without its position. Several `values` are alternatives. */
export type LeafMeaning =
  | {
      readonly kind: 'flag';
      readonly flag: FlagName;
      readonly negated: boolean;
      /** In a search for incidents: it was written as what is left out, `-offline` and not `online`. */
      readonly excludes?: true;
    }
  | { readonly kind: 'word'; readonly negated: boolean; readonly values: readonly string[] }
  | {
      readonly kind: 'text';
      readonly field: TextFieldName;
      readonly operator: TextOperator;
      readonly negated: boolean;
      readonly values: readonly string[];
      /** For addresses: the range of each value; null if it is a text. */
      readonly ranges?: readonly (AddressRange | null)[];
    }
  | {
      readonly kind: 'number';
      readonly field: NumberFieldName;
      readonly operator: NumberOperator;
      readonly negated: boolean;
      readonly values: readonly Amount[];
      /**
       * For `since`: the states and conditions beside it, whose duration it is, each with its
       * alternatives; absent if none.
       */
      readonly beside?: readonly (readonly StateMeaning[])[];
    };
/** A term for a state or a condition. */
export type StateMeaning = Extract<LeafMeaning, { kind: 'text' }>;

/**
 * Terms that are joined by `or`, or negated in brackets: true if all terms of one option are. An
 * option is never empty, nor only another one of these, and there are two of them unless it is
 * negated.
 */
export interface Either<Term> {
  readonly kind: 'either';
  readonly negated: boolean;
  readonly options: readonly (readonly Term[])[];
}

export type TermMeaning = LeafMeaning | Either<QueryTerm>;
export type QueryTerm = TermMeaning & Span;
/** A term without others in it. */
export type LeafTerm = LeafMeaning & Span;

/** The meaning of a term about an incident itself. */
export type IncidentMeaning =
  | {
      readonly kind: 'incident';
      readonly field: IncidentTextField;
      readonly operator: TextOperator;
      readonly negated: boolean;
      readonly values: readonly string[];
    }
  | {
      readonly kind: 'since';
      readonly field: 'since';
      readonly operator: NumberOperator;
      readonly negated: boolean;
      readonly values: readonly Amount[];
    };
/** A term of a search for incidents without others in it: about the incident, or about its miners. */
export type IncidentLeaf = (LeafMeaning | IncidentMeaning) & Span;
export type IncidentTerm = IncidentLeaf | (Either<IncidentTerm> & Span);

/** An invalid part of the text, with a message about what is allowed. */
export interface QueryError extends Span {
  readonly message: string;
  /** Set if the word before the operator is not a field. `meant` is the closest field. */
  readonly unknownField?: { readonly meant: string | null };
}

/** A parsed query: a miner must match all terms. Invalid parts have no terms. */
export interface Query {
  readonly terms: readonly QueryTerm[];
  readonly errors: readonly QueryError[];
}

/** A parsed query for incidents. */
export interface IncidentQuery {
  readonly terms: readonly IncidentTerm[];
  readonly errors: readonly QueryError[];
}
