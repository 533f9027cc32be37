/** Bytes of memory in a row. */
export const rowBytes = 16;

/** Characters of a whole row with its line feed: `000055d0c4b8a000  7f 45 4c 46 …  |.ELF…|`. */
const rowLength = 86;

const elision = '*\n';

// Two characters are written at once: the tables have, for each byte, what stands for it or for its half as two characters lie in memory.
const twoCharacters = (text: string) => {
	const lying = Uint8Array.from(Buffer.from(text, 'latin1'));
	return new Uint16Array(lying.buffer, lying.byteOffset, 1)[0]!;
};

const bytes = [...Array.from({length: 256}).keys()];
const digits = (byte: number) => byte.toString(16).padStart(2, '0');
const shown = (byte: number) => byte < 0x20 || byte > 0x7e ? '.' : String.fromCodePoint(byte);
const bothDigits = Uint16Array.from(bytes, byte => twoCharacters(digits(byte)));
const blankAndHighDigit = Uint16Array.from(bytes, byte => twoCharacters(` ${digits(byte)[0]!}`));
const lowDigitAndBlank = Uint16Array.from(bytes, byte => twoCharacters(`${digits(byte)[1]!} `));
const shownFirst = Uint16Array.from(bytes, byte => twoCharacters(`${shown(byte)}\0`));
const shownSecond = Uint16Array.from(bytes, byte => twoCharacters(`\0${shown(byte)}`));
const twoBlanks = twoCharacters('  ');
const blankAndBar = twoCharacters(' |');
const barAndBreak = twoCharacters('|\n');
const starAndBreak = twoCharacters(elision);

/**
Writes memory in rows of 16 bytes, as checkpointctl does: address, bytes, and what is printable of them.

Where it elides, a row whose every byte equals the row before is left out, and `*` stands for all that are left out in a row, as hexdump(1) has it. The last row of a stretch is always there, so that it shows where the stretch ends.
*/
export class HexText {
	readonly #elides: boolean;
	/** The row before, whole and as words. */
	readonly #row = new Uint8Array(rowBytes);
	readonly #last = new Uint32Array(this.#row.buffer, this.#row.byteOffset, rowBytes / 4);
	#hasLast = false;
	#left = 0;
	#end = 0n;

	constructor(elides: boolean) {
		this.#elides = elides;
	}

	/** The rows of `memory`, which is at `address`, right behind what came before unless the stretch was ended; in its array buffer it lies at a multiple of 4. Only the last part of a stretch may end within a row. */
	rows(memory: Uint8Array, address: bigint): Uint8Array {
		const count = Math.floor(memory.length / rowBytes);
		const words = new Uint32Array(memory.buffer, memory.byteOffset, count * rowBytes / 4);
		const out = new Uint16Array((count + 1) * rowLength / 2);
		const last = this.#last;
		const elides = this.#elides;
		// The halves of an address are numbers, which cost a row less than an integer of 64 bits.
		const [low, high] = halves(address);
		let position = 0;
		let left = this.#left;
		for (let row = 0; row < count; row++) {
			const word = row * rowBytes / 4;
			if (elides && this.#hasLast && words[word] === last[0] && words[word + 1] === last[1] && words[word + 2] === last[2] && words[word + 3] === last[3]) {
				// A single one may be the last row of the stretch.
				if (++left === 2) {
					out[position++] = starAndBreak;
				}

				continue;
			}

			if (left === 1) {
				out[position++] = starAndBreak;
			}

			left = 0;
			this.#hasLast = true;
			last[0] = words[word]!;
			last[1] = words[word + 1]!;
			last[2] = words[word + 2]!;
			last[3] = words[word + 3]!;
			position = writeRow(out, position, memory, row * rowBytes, low, high);
		}

		this.#left = left;
		this.#end = address + BigInt(count * rowBytes);
		const text = asBytes(out, position);
		return memory.length === count * rowBytes ? text : Buffer.concat([text, this.end(), Buffer.from(partOfRow(memory.subarray(count * rowBytes), this.#end))]);
	}

	/** Ends a stretch: what comes next does not follow it. */
	end(): Uint8Array {
		const out = new Uint16Array(rowLength / 2);
		const length = this.#left === 0 ? 0 : writeRow(out, 0, this.#row, 0, ...halves(this.#end - BigInt(rowBytes)));
		this.#hasLast = false;
		this.#left = 0;
		return asBytes(out, length);
	}
}

function asBytes(characters: Uint16Array, length: number): Uint8Array {
	return new Uint8Array(characters.buffer, characters.byteOffset, length * 2);
}

function halves(address: bigint): [low: number, high: number] {
	return [Number(address & 0xff_ff_ff_ffn), Number(address >> 32n)];
}

/** Writes the row of the bytes of `memory` from `from` on; the address of `memory` is in halves. Returns where the next row goes. */
function writeRow(out: Uint16Array, start: number, memory: Uint8Array, from: number, lowStart: number, highStart: number): number {
	let position = start;
	const low = lowStart + from;
	const high = highStart + Math.floor(low / 2 ** 32);
	out[position++] = bothDigits[high >>> 24]!;
	out[position++] = bothDigits[high >>> 16 & 0xff]!;
	out[position++] = bothDigits[high >>> 8 & 0xff]!;
	out[position++] = bothDigits[high & 0xff]!;
	out[position++] = bothDigits[low >>> 24]!;
	out[position++] = bothDigits[low >>> 16 & 0xff]!;
	out[position++] = bothDigits[low >>> 8 & 0xff]!;
	out[position++] = bothDigits[low & 0xff]!;
	out[position++] = twoBlanks;
	for (let offset = from; offset < from + rowBytes; offset += 2) {
		const second = memory[offset + 1]!;
		out[position] = bothDigits[memory[offset]!]!;
		out[position + 1] = blankAndHighDigit[second]!;
		out[position + 2] = lowDigitAndBlank[second]!;
		position += 3;
	}

	out[position++] = blankAndBar;
	for (let offset = from; offset < from + rowBytes; offset += 2) {
		out[position++] = shownFirst[memory[offset]!]! | shownSecond[memory[offset + 1]!]!;
	}

	out[position++] = barAndBreak;
	return position;
}

function partOfRow(memory: Uint8Array, address: bigint): string {
	return `${address.toString(16).padStart(16, '0')}  ${[...memory].map(byte => `${digits(byte)} `).join('')} |${[...memory].map(byte => shown(byte)).join('')}|\n`;
}
