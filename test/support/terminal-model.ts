import {EventEmitter} from 'node:events';
import xterm from '@xterm/headless';

/** A terminal that draws what is written to it, for what writes to a terminal by itself. */
// eslint-disable-next-line unicorn/prefer-event-target -- A stream is one.
export class TerminalModel extends EventEmitter {
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	readonly isTTY = true;
	readonly writable = true;
	/** Everything that was written, by the call. */
	readonly writes: string[] = [];

	columns: number;
	rows: number;

	constructor(columns: number, rows: number) {
		super();
		this.columns = columns;
		this.rows = rows;
		this.#terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 0, convertEol: true});
	}

	resize(columns: number, rows: number): void {
		this.columns = columns;
		this.rows = rows;
		this.#terminal.resize(columns, rows);
		this.emit('resize');
	}

	write(text: string, done?: () => void): boolean {
		if (text !== '') {
			this.writes.push(text);
			this.#terminal.write(text);
		}

		done?.();
		return true;
	}

	/** Each cell: its character, and how it looks. */
	async cells(): Promise<string[][]> {
		await this.#drawn();
		const {active} = this.#terminal.buffer;
		return Array.from({length: this.rows}, (_, row) => Array.from({length: this.columns}, (__, column) => {
			const cell = active.getLine(row)!.getCell(column)!;
			const looks: ReadonlyArray<readonly [text: string, is: boolean | number]> = [
				['bold', cell.isBold()],
				['dim', cell.isDim()],
				['italic', cell.isItalic()],
				['inverse', cell.isInverse()],
				['underline', cell.isUnderline()],
				[`color ${cell.getFgColor()}`, !cell.isFgDefault()],
				[`ground ${cell.getBgColor()}`, !cell.isBgDefault()],
			];
			return [cell.getChars().padEnd(1), ...looks.filter(([, is]) => is !== false && is !== 0).map(([text]) => text)].join(' ');
		}));
	}

	/** The rows without blanks at their ends. */
	async screen(): Promise<string[]> {
		await this.#drawn();
		const {active} = this.#terminal.buffer;
		return Array.from({length: this.rows}, (_, row) => active.getLine(row)!.translateToString(true, 0, this.columns).trimEnd());
	}

	async #drawn(): Promise<void> {
		await new Promise<void>(resolve => {
			this.#terminal.write('', resolve);
		});
	}
}
