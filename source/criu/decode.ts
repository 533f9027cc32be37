import protobuf, {type Reader} from 'protobufjs/minimal.js';
import {Untrusted} from '../text/untrusted.js';
import {DecodingBudget} from './decoding-budget.js';
import type {Messages} from './schema/messages.js';
import {planOf, type Field, type Plan, type Scalar} from './schema.js';
import {isMalformed, Malformed, toBigInt} from './wire.js';

/** What is wrong with a message; `offset` is in bytes from its start. */
export type Defect = {
	readonly reason: string;
	readonly offset: number;
};

export type Decoded<T extends keyof Messages> = {
	/** When there is a defect, what could be read: it may lack required fields. */
	readonly message: Messages[T];
	readonly defect: Defect | undefined;
};

type DecodingOptions = {readonly omit?: string; readonly copiesUnknown?: boolean; readonly budget?: DecodingBudget};

type Values = Record<string, unknown> & {$unknown?: Uint8Array[]};

// As in other decoders of protocol buffers.
const maxDepth = 100;

/**
Decodes the body of one entry to a plain object: 64-bit integers become bigint, enums numbers, strings `Untrusted`, and `bytes` views into `bytes`. Fields that the schema doesn't know, such as those of a newer CRIU, are kept as they are in `$unknown`.

`omit` names a field to leave out, for callers that read it in another way. With `copiesUnknown`, what is in `$unknown` outlives `bytes`. Objects are taken from `budget`.
*/
export function decodeMessage<T extends keyof Messages>(type: T, bytes: Uint8Array, {omit, copiesUnknown = false, budget = new DecodingBudget()}: DecodingOptions = {}): Decoded<T> {
	const reader = protobuf.Reader.create(bytes);
	const decoder = new Decoder(reader, budget, copiesUnknown);
	const message: Values = {};
	let defect: Defect | undefined;
	try {
		decoder.fill(message, planOf(type), bytes.length, 0, omit);
		defect = decoder.missing;
	} catch (error) {
		if (!isMalformed(error)) {
			throw error;
		}

		defect = {reason: `malformed ${type}: ${error.message}`, offset: Math.min(reader.pos, bytes.length)};
	}

	return {message: message as Messages[T], defect};
}

class Decoder {
	readonly #reader: Reader;
	readonly #budget: DecodingBudget;
	readonly #copiesUnknown: boolean;

	/** The first required field that was not there. */
	missing: Defect | undefined;

	constructor(reader: Reader, budget: DecodingBudget, copiesUnknown: boolean) {
		this.#reader = reader;
		this.#budget = budget;
		this.#copiesUnknown = copiesUnknown;
	}

	/** Reads the field's value; false when it stands there in another form than the schema says. */
	#take(target: Values, field: Field, wireType: number, end: number, depth: number): boolean {
		if (field.kind === 'message') {
			return wireType === 2 && this.#takeMessage(target, field, end, depth);
		}

		if (wireType === field.wireType) {
			const value = readScalar(this.#reader, field.kind);
			if (field.repeated) {
				this.#budget.spend();
				(target[field.name] as unknown[]).push(value);
			} else {
				target[field.name] = value;
			}

			return true;
		}

		return wireType === 2 && field.repeated && this.#takePacked(target[field.name] as unknown[], field.kind, end);
	}

	#takeMessage(target: Values, field: Field, end: number, depth: number): boolean {
		const length = this.#length(end);
		const existing = field.repeated ? undefined : target[field.name] as Values | undefined;
		const message = existing ?? {};
		if (field.repeated) {
			(target[field.name] as Values[]).push(message);
		} else {
			target[field.name] = message;
		}

		this.fill(message, planOf(field.message!), this.#reader.pos + length, depth + 1);
		return true;
	}

	#takePacked(values: unknown[], kind: Scalar, end: number): boolean {
		const packedEnd = this.#length(end) + this.#reader.pos;
		while (this.#reader.pos < packedEnd) {
			this.#budget.spend();
			values.push(readScalar(this.#reader, kind));
		}

		if (this.#reader.pos > packedEnd) {
			throw new Malformed('a value is longer than its field');
		}

		return true;
	}

	#length(end: number): number {
		const length = this.#reader.uint32();
		if (length > end - this.#reader.pos) {
			throw new Malformed(`a field of ${length} bytes, ${end - this.#reader.pos} left`);
		}

		return length;
	}

	/** Fills `target` as it goes, so that what comes before damage is kept. */
	fill(target: Values, plan: Plan, end: number, depth: number, omit?: string): void {
		if (depth > maxDepth) {
			throw new Malformed('nested too deeply');
		}

		const reader = this.#reader;
		const start = reader.pos;
		this.#budget.spend();
		for (const name of plan.repeated) {
			if (name !== omit) {
				target[name] ??= [];
			}
		}

		while (reader.pos < end) {
			const fieldStart = reader.pos;
			const tag = reader.tag();
			const field = plan.fields.get(tag >>> 3);
			if (field !== undefined && field.name === omit) {
				reader.skipType(tag & 7, 0, tag >>> 3);
			} else if (field === undefined || !this.#take(target, field, tag & 7, end, depth)) {
				reader.skipType(tag & 7, 0, tag >>> 3);
				this.#budget.spend();
				const bytes = reader.buf.subarray(fieldStart, reader.pos);
				(target.$unknown ??= []).push(this.#copiesUnknown ? Uint8Array.from(bytes) : bytes);
			}
		}

		if (reader.pos > end) {
			throw new Malformed('a field is longer than its message');
		}

		for (const name of plan.required) {
			if (target[name] === undefined) {
				this.missing ??= {reason: `required field ${plan.name}.${name} is missing`, offset: start};
			}
		}
	}
}

function readScalar(reader: Reader, kind: Scalar): unknown {
	switch (kind) {
		case 'bytes': {
			return reader.bytes();
		}

		case 'text': {
			return new Untrusted(reader.bytes());
		}

		case 'uint64':
		case 'fixed64': {
			return toBigInt(reader[kind]());
		}

		case 'int64':
		case 'sint64': {
			return BigInt.asIntN(64, toBigInt(reader[kind]()));
		}

		case 'bool':
		case 'fixed32':
		case 'int32':
		case 'sint32':
		case 'uint32': {
			return reader[kind]();
		}
	}
}
