import type { FlagName, NumberFieldName, TextFieldName } from './fields.ts';
import type { IncidentTextField } from './incident-fields.ts';
import type { AddressRange } from './ip-range.ts';

export type { FlagName };
export type TextOperator = ':' | '=' | '!=';
export type NumberOperator = TextOperator | '>' | '>=' | '<' | '<=';

/**
 * A figure as it was written and in the field's own unit (TH/s, W, °C, seconds ...), or as a
 * percentage.
 */
export interface Amount {
  readonly text: string;
  readonly value: number;
  readonly percent: boolean;
  /** It was written without a unit: it is in the miner's own, where miners differ. */
  readonly bare: boolean;
  /** It is the limit that the operator set, whatever that is of a miner. */
  readonly limit: boolean;
  /**
   * How far a figure may be off and still be shown as this one: half of the last digit that was
   * written.
   */
  readonly tolerance: number;
}

/** Of a term, where it stands in the text: from the first character to behind the last. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What a term asks, wherever it stands. Several `values` are alternatives. */
export type TermMeaning =
  | { readonly kind: 'flag'; readonly flag: FlagName; readonly negated: boolean }
  | { readonly kind: 'word'; readonly negated: boolean; readonly values: readonly string[] }
  | {
      readonly kind: 'text';
      readonly field: TextFieldName;
      readonly operator: TextOperator;
      readonly negated: boolean;
      readonly values: readonly string[];
      /** Of addresses: for each value the range that it is, null where it is a text. */
      readonly ranges?: readonly (AddressRange | null)[];
    }
  | {
      readonly kind: 'number';
      readonly field: NumberFieldName;
      readonly operator: NumberOperator;
      readonly negated: boolean;
      readonly values: readonly Amount[];
      /** Of `since`: what else is asked for, whose time it is; absent where that is nothing. */
      readonly beside?: readonly StateMeaning[];
    };
/** That a miner is in a state, or has a problem. */
export type StateMeaning = Extract<TermMeaning, { kind: 'text' }>;
export type QueryTerm = TermMeaning & Span;

/** What a term asks of an incident itself. */
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
/** A term of a search for incidents: of the incident, or of its miners. */
export type IncidentTerm = (TermMeaning | IncidentMeaning) & Span;

/** A part of the text that says nothing, and what it could say. */
export interface QueryError extends Span {
  readonly message: string;
  /**
   * Set where the word before the operator is no field; `meant` is the field that it is most like.
   */
  readonly unknownField?: { readonly meant: string | null };
}

/** What a text asks of a miner: all of its terms. Parts with errors ask nothing. */
export interface Query {
  readonly terms: readonly QueryTerm[];
  readonly errors: readonly QueryError[];
}

/** The same of incidents. */
export interface IncidentQuery {
  readonly terms: readonly IncidentTerm[];
  readonly errors: readonly QueryError[];
}
