import {PatternError} from './pattern-error.js';

export type Flags = {readonly anyCase: boolean; readonly dotAll: boolean};

// Far less than what the stack holds.
const maxDepth = 200;

/** What was typed, read from left to right, and the groups seen so far. */
export class RegexInput {
	readonly #text: string;
	readonly #captures: Array<{readonly name: string | undefined; longest: number}> = [];
	#position = 0;
	#depth = 0;

	constructor(text: string) {
		this.#text = text;
	}

	get position(): number {
		return this.#position;
	}

	get atEnd(): boolean {
		return this.#position >= this.#text.length;
	}

	/** Begins a part that may hold parts of its own. */
	enter(): void {
		if (++this.#depth > maxDepth) {
			throw new PatternError('Too many groups inside each other', this.#position - 1);
		}
	}

	leave(): void {
		this.#depth--;
	}

	/** Takes what a sticky expression matches here, if it does. */
	take(expression: RegExp): RegExpExecArray | undefined {
		expression.lastIndex = this.#position;
		const match = expression.exec(this.#text) ?? undefined;
		this.#position += match?.[0].length ?? 0;
		return match;
	}

	looksAt(expression: RegExp): boolean {
		expression.lastIndex = this.#position;
		return expression.test(this.#text);
	}

	/** Takes one whole character; the caller knows that there is one. */
	takeCharacter(): string {
		const character = String.fromCodePoint(this.#text.codePointAt(this.#position)!);
		this.#position += character.length;
		return character;
	}

	/** Counts a group that begins; returns its number. */
	openCapture(name: string | undefined, position: number): number {
		if (name !== undefined && this.captureNamed(name) !== undefined) {
			throw new PatternError(`There are two groups ${name}`, position);
		}

		// A reference from inside the group has no bound yet.
		this.#captures.push({name, longest: Infinity});
		return this.#captures.length;
	}

	closeCapture(number: number, longest: number): void {
		this.#captures[number - 1]!.longest = longest;
	}

	captureNamed(name: string): number | undefined {
		const index = this.#captures.findIndex(capture => capture.name === name);
		return index === -1 ? undefined : index + 1;
	}

	/** Bytes of the longest text a group can hold; undefined when there is none with this number so far. */
	captureLength(number: number): number | undefined {
		return this.#captures[number - 1]?.longest;
	}
}
