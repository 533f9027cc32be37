import {EventEmitter} from 'node:events';
import {rowMarkPattern, type RowArea, type RowPainter} from '../row-painter.js';
import {cellsOf, lineChange} from './line-change.js';
import {styledText} from './style-codes.js';

/** The part of a terminal's output stream that is needed here. One that does not know its size has 0 rows and columns. */
export type TerminalOutput = {
	readonly columns: number;
	readonly rows: number;
	readonly isTTY: boolean;
	write(text: string, done?: () => void): unknown;
	on(event: 'resize', listener: () => void): unknown;
	off(event: 'resize', listener: () => void): unknown;
};

// Ink goes back to where its last frame began and erases it.
const movements = /^(?:\u001b\[[<>?]?[\d;]*[A-Za-ln-z])*/;
const settings = /\u001b\[[<>?][\d;]*[hlu]/g;

const enter = '\x1b[?1049h';
const leave = '\x1b[?1049l';
const begin = '\x1b[?2026h';
const end = '\x1b[?2026l';
const eraseScreen = '\x1b[0m\x1b[H\x1b[J';
const stopWrapping = '\x1b[?7l';
const wrapAgain = '\x1b[?7h';

// As often as Ink draws a frame, in milliseconds.
const frameTime = 34;

// How long a frame that fits is waited for, in milliseconds.
const patience = 200;

/**
Stands between Ink and the terminal. Ink writes whole frames to it; it paints the rows of an area over their marks, compares with what is on screen, and writes what differs at once. Settings of the terminal go through as they are; on the alternate screen, nothing else does.
*/
// eslint-disable-next-line unicorn/prefer-event-target -- Ink listens to a stream.
export class Compositor extends EventEmitter implements RowPainter {
	readonly #terminal: TerminalOutput;
	#isEntered = false;
	#frame: readonly string[] = [];
	#area: RowArea | undefined;
	/** The rows on screen; undefined when nobody knows what is on it. */
	#shown: readonly string[] | undefined;
	#isDue = false;
	#timer: NodeJS.Timeout | undefined;
	readonly isTTY: boolean;
	readonly writable = true;

	constructor(terminal: TerminalOutput) {
		super();
		this.#terminal = terminal;
		this.isTTY = terminal.isTTY;
		terminal.on('resize', this.#resized);
	}

	// Without a size Ink would run other programs at each frame to find one.
	get columns(): number {
		const {columns} = this.#terminal;
		return columns > 0 ? columns : 80;
	}

	get rows(): number {
		const {rows} = this.#terminal;
		return rows > 0 ? rows : 24;
	}

	write(chunk: string, done?: () => void): boolean {
		const [controls] = movements.exec(chunk)!;
		const frame = chunk.slice(controls.length);
		if (frame !== '') {
			this.#frame = frame.split('\n');
			this.#draw();
			done?.();
			return true;
		}

		const kept = controls.match(settings)?.filter(control => ![begin, end].includes(control)) ?? [];
		if (controls.replaceAll(settings, '') !== '') {
			this.#shown = undefined;
		}

		for (const control of kept) {
			this.#set(control);
		}

		if (done || kept.length > 0) {
			this.#terminal.write(kept.join(''), done);
		}

		return true;
	}

	paint(area: RowArea | undefined): void {
		this.#area = area;
		// Where nothing else on the screen changes, Ink draws no frame.
		this.#timer ??= setTimeout(this.#flush, frameTime);
	}

	/** Lets go of the terminal. */
	detach(): void {
		clearTimeout(this.#timer);
		this.#terminal.off('resize', this.#resized);
	}

	#set(control: string): void {
		if (control !== enter && control !== leave) {
			return;
		}

		this.#isEntered = control === enter;
		this.#shown = undefined;
	}

	readonly #resized = () => {
		this.#shown = undefined;
		this.emit('resize');
	};

	// When React is done with what it is at: the rows of an area come after the frame that has their marks.
	#draw(): void {
		if (this.#isDue) {
			return;
		}

		this.#isDue = true;
		queueMicrotask(this.#flush);
	}

	readonly #flush = () => {
		this.#isDue = false;
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (!this.#isEntered) {
			return;
		}

		const rows = this.#compose();
		const before = this.#shown;
		const changes = Array.from({length: Math.max(rows.length, before?.length ?? 0)}, (_, row) => rowChange(row, before?.[row] ?? '', rows[row] ?? ''));
		if (before !== undefined) {
			this.#shown = rows;
			this.#show(changes.join(''));
			return;
		}

		// The first frames after a change of size may still be those of the size before.
		if (rows.every(row => cellsOf(row) <= this.columns)) {
			this.#shown = rows;
			this.#show(eraseScreen + changes.join(''));
			return;
		}

		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			this.#show(stopWrapping + eraseScreen + changes.join('') + wrapAgain);
		}, patience);
	};

	#show(text: string): void {
		if (text !== '') {
			this.#terminal.write(begin + text + end);
		}
	}

	#compose(): string[] {
		const area = this.#area;
		let painted: ReturnType<RowArea['rows']> | undefined;
		return this.#frame.slice(0, this.rows).map(line => {
			const mark = rowMarkPattern.exec(line);
			if (!mark) {
				return line;
			}

			painted ??= area?.rows() ?? [];
			const row = painted[Number(mark.groups!.row)] ?? [];
			const width = area?.width ?? 1;
			const left = line.slice(0, mark.index);
			const right = line.slice(mark.index + mark[0].length);
			// Something may lie over the rest of the row.
			if (right.slice(0, width - 1).trim() !== '') {
				return `${left} ${right}`;
			}

			const {text, width: used} = styledText(row);
			return left + text + ' '.repeat(Math.max(0, width - used)) + right.slice(width - 1);
		});
	}
}

function rowChange(row: number, before: string, after: string): string {
	if (before === after) {
		return '';
	}

	const change = lineChange(before, after);
	return change === undefined ? '' : `\x1b[${row + 1};${change.column + 1}H${change.text}\x1b[0m`;
}
