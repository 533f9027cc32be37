import {type PaxRecord, paxInteger, paxTime} from './pax.js';

type Attributes = ReadonlyMap<string, Uint8Array>;

/** What PAX headers say of a member: of the next one alone, or of all that follow. */
export class TarAttributes {
	#global: Attributes = new Map();
	#local: Attributes = new Map();

	/** Takes the records of a `g` header. */
	setGlobal(records: readonly PaxRecord[]): void {
		this.#global = new Map([...this.#global, ...attributes(records)]);
	}

	/** Takes the records of an `x` header; none when the member they were about has passed. */
	setLocal(records: readonly PaxRecord[]): void {
		this.#local = attributes(records);
	}

	/** An empty value takes a global one back. */
	bytes(key: string): Uint8Array | undefined {
		const value = this.#local.get(key) ?? this.#global.get(key);
		return value?.length === 0 ? undefined : value;
	}

	integer(key: string): number | undefined {
		const value = this.bytes(key);
		return value === undefined ? undefined : paxInteger(value);
	}

	/** Seconds since 1970. */
	time(key: string): number | undefined {
		const value = this.bytes(key);
		return value === undefined ? undefined : paxTime(value);
	}
}

function attributes(records: readonly PaxRecord[]): Attributes {
	return new Map(records.map(({key, value}) => [key, value]));
}
