import descriptor from './schema/descriptor.json' with {type: 'json'};
import type {Messages} from './schema/messages.js';

/** How the value of a field stands on the wire (https://protobuf.dev/programming-guides/encoding). */
export type Scalar = 'bool' | 'int32' | 'uint32' | 'sint32' | 'fixed32' | 'int64' | 'uint64' | 'sint64' | 'fixed64' | 'bytes' | 'text';

export type Field = {
	readonly name: string;
	readonly kind: Scalar | 'message';
	/** The message of a field of that kind. */
	readonly message: keyof Messages | undefined;
	readonly repeated: boolean;
	readonly wireType: 0 | 1 | 2 | 5;
};

/** A message as a decoder needs it. */
export type Plan = {
	readonly name: keyof Messages;
	/** By field number. */
	readonly fields: ReadonlyMap<number, Field>;
	readonly repeated: readonly string[];
	readonly required: readonly string[];
};

type FieldDescriptor = {id: number; type: string; rule?: string; options?: {text?: boolean}};
type TypeDescriptor = {fields: Record<string, FieldDescriptor>; nested?: Record<string, unknown>};

// Enums stand among the messages and have no fields.
const types = descriptor.nested as unknown as Record<string, TypeDescriptor | {values: Record<string, number>}>;

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

function makePlan(name: keyof Messages): Plan {
	const fields = Object.entries((types[name] as TypeDescriptor).fields);
	return {
		name,
		fields: new Map(fields.map(([fieldName, field]) => [field.id, makeField(fieldName, field)])),
		repeated: fields.filter(([, {rule}]) => rule === 'repeated').map(([fieldName]) => fieldName),
		required: fields.filter(([, {rule}]) => rule === 'required').map(([fieldName]) => fieldName),
	};
}

function makeField(name: string, {type, rule, options}: FieldDescriptor): Field {
	const kind = kindOf(type, options?.text === true);
	return {
		name,
		kind,
		message: kind === 'message' ? type as keyof Messages : undefined,
		repeated: rule === 'repeated',
		wireType: wireTypes[kind],
	};
}

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
