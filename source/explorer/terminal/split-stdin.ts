/* eslint-disable regexp/no-obscure-range -- Sequences are written with the ranges of ECMA-48. */
import {Readable} from 'node:stream';

/** A report of a button of the mouse: 1-based cell, SGR button code (0 is the left one). */
export type MouseReport = {
	readonly button: number;
	readonly column: number;
	readonly row: number;
	readonly pressed: boolean;
};

/** The part of a terminal's input stream that is needed here. */
export type TerminalInput = {
	readonly isTTY?: boolean;
	setRawMode?(mode: boolean): unknown;
	setEncoding(encoding: 'utf8'): unknown;
	ref?(): unknown;
	unref?(): unknown;
	on(event: 'data', listener: (chunk: string) => void): unknown;
	off(event: 'data', listener: (chunk: string) => void): unknown;
};

export type SplitInput = Readable & {
	readonly isTTY: boolean;
	setRawMode(mode: boolean): SplitInput;
	ref(): SplitInput;
	unref(): SplitInput;
};

const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';
const mouseReport = /^\u001b\[<(?<button>\d+);(?<column>\d+);(?<row>\d+)(?<final>m)$/i;

// ESC [ [ A (the Linux console), ESC [ … final byte, ESC O letter.
const sequence = /^\u001b(?:\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[A-Za-z])/;
const unfinishedSequence = /^\u001b(?:\[\[?[0-?]*[ -/]*|O)?$/;

// A lone Escape in the notation that says so without waiting for what follows.
const escapeKey = '\x1b[27u';

// A turn of the wheel is three arrow keys, as terminals make of it by themselves where the mouse is not reported.
const wheel: Readonly<Record<string, string>> = {64: '\x1b[A', 65: '\x1b[B'};

const escapeDelay = 20;
const pasteDelay = 1000;

type Token = {readonly text: string; readonly rest: string};

/** Takes the first key, sequence or paste off `input`; undefined when it is not whole yet. `final`: nothing will follow, so what there is must do. */
function nextToken(input: string, final: boolean): Token | undefined {
	if (!input.startsWith('\x1b')) {
		const character = String.fromCodePoint(input.codePointAt(0)!);
		return {text: character, rest: input.slice(character.length)};
	}

	if (input.startsWith(pasteStart)) {
		const end = input.indexOf(pasteEnd, pasteStart.length);
		if (end !== -1) {
			return {text: input.slice(0, end + pasteEnd.length), rest: input.slice(end + pasteEnd.length)};
		}

		return final ? {text: input + pasteEnd, rest: ''} : undefined;
	}

	const match = sequence.exec(input);
	if (match) {
		return {text: match[0], rest: input.slice(match[0].length)};
	}

	return !final && unfinishedSequence.test(input) ? undefined : {text: escapeKey, rest: input.slice(1)};
}

/**
Cuts what a terminal sends into single keys, however they arrive: over SSH `jjj` or `/text` and Enter come in one read, and a sequence may come in two. Each key, escape sequence or bracketed paste is one chunk of the stream, and the event loop turns between two of them, so that what one key changed is in place when the next is looked at. The wheel becomes arrow keys, other mouse reports go to `onMouse`.

Escape followed by a key is two keys: no key here needs Alt.
*/
export function splitStdin(source: TerminalInput, onMouse: (report: MouseReport) => void): {readonly stdin: SplitInput; readonly detach: () => void} {
	const queue: string[] = [];
	let pending = '';
	let timer: NodeJS.Timeout | undefined;
	let turning = false;

	const deliver = () => {
		const token = queue.shift();
		turning = token !== undefined;
		if (token === undefined) {
			return;
		}

		const report = mouseReport.exec(token)?.groups;
		const arrow = wheel[report?.button ?? ''];
		if (arrow !== undefined) {
			queue.unshift(arrow, arrow, arrow);
		} else if (report) {
			onMouse({button: Number(report.button), column: Number(report.column), row: Number(report.row), pressed: report.final === 'M'});
		} else {
			stdin.push(token);
		}

		setImmediate(deliver);
	};

	const cut = (final: boolean) => {
		while (pending !== '') {
			const token = nextToken(pending, final);
			if (token === undefined) {
				break;
			}

			queue.push(token.text);
			pending = token.rest;
		}

		if (turning || queue.length === 0) {
			return;
		}

		turning = true;
		setImmediate(deliver);
	};

	const onData = (chunk: string) => {
		clearTimeout(timer);
		pending += chunk;
		cut(false);
		if (pending !== '') {
			timer = setTimeout(cut, pending.startsWith(pasteStart) ? pasteDelay : escapeDelay, true);
		}
	};

	// In object mode two keys are never joined, even when nobody reads for a while.
	const stream = new Readable({objectMode: true, read: () => undefined});
	const stdin: SplitInput = Object.assign(stream, {
		isTTY: source.isTTY ?? false,
		setEncoding: () => stdin,
		setRawMode(mode: boolean) {
			source.setRawMode?.(mode);
			return stdin;
		},
		ref() {
			source.ref?.();
			return stdin;
		},
		unref() {
			source.unref?.();
			return stdin;
		},
	});

	source.setEncoding('utf8');
	source.on('data', onData);
	return {
		stdin,
		detach() {
			clearTimeout(timer);
			source.off('data', onData);
		},
	};
}
