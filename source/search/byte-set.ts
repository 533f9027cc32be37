/** A set of byte values, as a character class of a regular expression means it. */
export class ByteSet {
	static range(first: number, last: number): ByteSet {
		const set = new ByteSet();
		set.#members.fill(1, first, last + 1);
		return set;
	}

	/** The bytes whose member is 1. */
	static from(members: Uint8Array): ByteSet {
		const set = new ByteSet();
		set.#members.set(members);
		return set;
	}

	static of(text: string): ByteSet {
		const set = new ByteSet();
		for (const byte of Buffer.from(text, 'latin1')) {
			set.#members[byte] = 1;
		}

		return set;
	}

	readonly #members = new Uint8Array(256);

	get isEmpty(): boolean {
		return !this.#members.includes(1);
	}

	add(other: ByteSet): this {
		for (const [byte, member] of other.#members.entries()) {
			this.#members[byte]! |= member;
		}

		return this;
	}

	intersection(other: ByteSet): ByteSet {
		const set = new ByteSet();
		set.#members.set(this.#members.map((member, byte) => member & other.#members[byte]!));
		return set;
	}

	inverse(): ByteSet {
		const set = new ByteSet();
		set.#members.set(this.#members.map(member => 1 - member));
		return set;
	}

	/** With the other case of each ASCII letter in it; other bytes have no case. */
	anyCase(): ByteSet {
		const set = new ByteSet().add(this);
		for (let upper = 0x41; upper <= 0x5A; upper++) {
			const member = this.#members[upper]! | this.#members[upper + 0x20]!;
			set.#members[upper] = member;
			set.#members[upper + 0x20] = member;
		}

		return set;
	}

	/** By value, each 1 where it is in the set. */
	members(): Uint8Array<ArrayBuffer> {
		return this.#members.slice();
	}
}

const digits = ByteSet.range(0x30, 0x39);
const word = ByteSet.of('_').add(digits).add(ByteSet.range(0x41, 0x5A)).add(ByteSet.range(0x61, 0x7A));
const space = ByteSet.of('\t\n\v\f\r ');

/** `\d`, `\w`, `\s` and their opposites: ASCII only. */
export const namedSets: ReadonlyMap<string, ByteSet> = new Map([
	['d', digits],
	['D', digits.inverse()],
	['w', word],
	['W', word.inverse()],
	['s', space],
	['S', space.inverse()],
]);

const letters = ByteSet.range(0x41, 0x5A).add(ByteSet.range(0x61, 0x7A));
const graphic = ByteSet.range(0x21, 0x7E);

/** `[:alpha:]` and the others that POSIX names, as the C locale has them. */
export const posixSets: ReadonlyMap<string, ByteSet> = new Map([
	['alnum', new ByteSet().add(letters).add(digits)],
	['alpha', letters],
	['ascii', ByteSet.range(0, 0x7F)],
	['blank', ByteSet.of('\t ')],
	['cntrl', ByteSet.range(0, 0x1F).add(ByteSet.range(0x7F, 0x7F))],
	['digit', digits],
	['graph', graphic],
	['lower', ByteSet.range(0x61, 0x7A)],
	['print', ByteSet.range(0x20, 0x7E)],
	['punct', graphic.intersection(new ByteSet().add(letters).add(digits).inverse())],
	['space', space],
	['upper', ByteSet.range(0x41, 0x5A)],
	['word', word],
	['xdigit', ByteSet.of('0123456789ABCDEFabcdef')],
]);

export const lineFeed = ByteSet.of('\n');
export const anyByte = ByteSet.range(0, 255);
