import {PatternError} from './pattern-error.js';

export type Flags = {readonly anyCase: boolean; readonly dotAll: boolean};

// Far less than what the stack holds.
const maxDepth = 200;

/** What was typed, read from left to right, and the names of the groups so far. */
export class RegexInput {
	readonly #text: string;
	readonly #names = new Set<string>();
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

	/** Notes the name of a group that begins. */
	addName(name: string, position: number): void {
		if (this.#names.has(name)) {
			throw new PatternError(`There are two groups ${name}`, position);
		}

		this.#names.add(name);
	}
}
