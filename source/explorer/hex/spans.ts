/** What a stretch of text means; the theme says how it looks. */
export type HexStyle = 'address' | 'byte' | 'zero' | 'text' | 'missing' | 'edited' | 'bracket' | 'match' | 'selection' | 'cursor' | 'twin' | 'label' | 'note' | 'plain';

export type HexSpan = {readonly text: string; readonly style: HexStyle};

// Drawn with a background or a line, which a blank would show.
const withGround: ReadonlySet<HexStyle> = new Set(['cursor', 'twin', 'edited', 'match', 'selection']);

// Joins neighbours of one style, so that a row costs as few colour changes as it can.
export class Spans {
	readonly #spans: HexSpan[] = [];
	#text = '';
	#style: HexStyle = 'plain';
	width = 0;

	/** `width` is that of the text in cells: measuring each byte would take long. */
	add(text: string, style: HexStyle, width = text.length): void {
		this.width += width;
		if (style !== this.#style) {
			this.#flush();
			this.#style = style;
		}

		this.#text += text;
	}

	// A blank looks the same in every style that has no background.
	blank(count: number): void {
		if (count <= 0) {
			return;
		}

		const style = this.#style;
		this.add(' '.repeat(count), withGround.has(style) ? 'plain' : style);
	}

	/** The gap before the first of a stretch of bytes, or behind the last: what tells them where there is no colour. */
	bracket(isOpening: boolean, gap: number): void {
		const bracket = isOpening ? '[' : ']';
		this.add(isOpening ? bracket.padStart(gap) : bracket.padEnd(gap), 'bracket');
	}

	done(): HexSpan[] {
		this.#flush();
		return this.#spans;
	}

	#flush(): void {
		if (this.#text === '') {
			return;
		}

		this.#spans.push({text: this.#text, style: this.#style});
		this.#text = '';
	}
}
