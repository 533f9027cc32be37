import descriptor from './schema/descriptor.json' with {type: 'json'};
import type {Messages} from './schema/messages.js';

/** How the value of a field stands on the wire (https://protobuf.dev/programming-guides/encoding). */
export type Scalar = 'bool' | 'int32' | 'uint32' | 'sint32' | 'fixed32' | 'int64' | 'uint64' | 'sint64' | 'fixed64' | 'bytes' | 'text';

/** How CRIU's own decoder writes a field for people: the options of `proto/opts.proto`. */
export type FieldOptions = {
	/** The number, or those of the message, in hexadecimal. */
	readonly hex?: boolean;
	/** A device number; with `odev` as the C library has it, else as the kernel has it. */
	readonly dev?: boolean;
	readonly odev?: boolean;
	/** Which table has the names of the flags, or of the values. */
	readonly flags?: string;
	readonly dict?: string;
	/** An address of the Internet, in words. */
	readonly ipadd?: boolean;
	/** How to write bytes that are a name. */
	readonly conv?: string;
};

export type Field = {
	readonly number: number;
	readonly name: string;
	readonly kind: Scalar | 'message';
	/** The message of a field of that kind. */
	readonly message: keyof Messages | undefined;
	readonly repeated: boolean;
	/** A list that is written as one run of values. */
	readonly packed: boolean;
	readonly wireType: 0 | 1 | 2 | 5;
	/** Of an enum: the names of its values. */
	readonly names: ReadonlyMap<number, string> | undefined;
	readonly options: FieldOptions;
};

/** A message as decoders and encoders need it. */
export type Plan = {
	readonly name: keyof Messages;
	/** By field number. */
	readonly fields: ReadonlyMap<number, Field>;
	readonly byName: ReadonlyMap<string, Field>;
	/** In the order of their numbers, which is the order on the wire. */
	readonly ordered: readonly Field[];
	readonly repeated: readonly string[];
	readonly required: readonly string[];
};

type FieldDescriptor = {id: number; type: string; rule?: string; options?: {text?: boolean; packed?: boolean}};
type EnumDescriptor = {values: Record<string, number>};
type TypeDescriptor = {fields: Record<string, FieldDescriptor>; nested?: Record<string, EnumDescriptor>};

// Enums stand among the messages and have no fields.
const types = descriptor.nested as unknown as Record<string, TypeDescriptor | EnumDescriptor>;

const wireTypes: Record<Scalar | 'message', Field['wireType']> = {
	bool: 0, int32: 0, uint32: 0, sint32: 0, int64: 0, uint64: 0, sint64: 0, fixed64: 1, bytes: 2, text: 2, message: 2, fixed32: 5,
};

const plans = new Map<string, Plan>();

/** Every message's name. */
export const messageNames: ReadonlyArray<keyof Messages> = Object.keys(types).filter(name => 'fields' in types[name]!) as Array<keyof Messages>;

/** What is known of a message, prepared when it is first asked for. */
export function planOf(name: keyof Messages): Plan {
	let plan = plans.get(name);
	if (plan === undefined) {
		plan = makePlan(name);
		plans.set(name, plan);
	}

	return plan;
}

/** The names of the values of an enum, which may stand in the message `scope`; undefined when there is no such enum. */
export function enumNames(name: string, scope?: keyof Messages): ReadonlyMap<number, string> | undefined {
	const nested = scope === undefined ? undefined : (types[scope] as TypeDescriptor).nested;
	const referred = nested?.[name] ?? types[name];
	return referred !== undefined && 'values' in referred ? new Map(Object.entries(referred.values).map(([valueName, value]) => [value, valueName])) : undefined;
}

function makePlan(name: keyof Messages): Plan {
	const fields = Object.entries((types[name] as TypeDescriptor).fields);
	const ordered = fields.map(([fieldName, field]) => makeField(fieldName, field, name)).sort((one, other) => one.number - other.number);
	return {
		name,
		fields: new Map(ordered.map(field => [field.number, field])),
		byName: new Map(ordered.map(field => [field.name, field])),
		ordered,
		repeated: fields.filter(([, {rule}]) => rule === 'repeated').map(([fieldName]) => fieldName),
		required: fields.filter(([, {rule}]) => rule === 'required').map(([fieldName]) => fieldName),
	};
}

function makeField(name: string, {id, type, rule, options}: FieldDescriptor, scope: keyof Messages): Field {
	const kind = kindOf(type, options?.text === true);
	return {
		number: id,
		name,
		kind,
		message: kind === 'message' ? type as keyof Messages : undefined,
		repeated: rule === 'repeated',
		packed: options?.packed === true,
		wireType: wireTypes[kind],
		names: kind === 'int32' ? enumNames(type, scope) : undefined,
		options: Object.fromEntries(Object.entries(options ?? {}).flatMap(([key, value]) => key.startsWith(optionPrefix) ? [[key.slice(optionPrefix.length), value]] : [])),
	};
}

const optionPrefix = '(criu).';

// An enum is an int32 on the wire: a value that is newer than the schema is a number like the others.
function kindOf(type: string, text: boolean): Field['kind'] {
	if (text) {
		return 'text';
	}

	if (Object.hasOwn(wireTypes, type)) {
		return type as Scalar;
	}

	const referred = types[type];
	return referred !== undefined && 'fields' in referred ? 'message' : 'int32';
}
