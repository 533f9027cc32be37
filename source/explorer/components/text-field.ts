import type {Handlers} from '../input/action-router.js';

/** A line being typed, and the place of the cursor in it in UTF-16 units, always between two characters. */
export type TextField = {readonly text: string; readonly cursor: number};

export type TextFieldAction =
	| {readonly type: 'insert'; readonly text: string}
	| {readonly type: 'set'; readonly text: string}
	| {readonly type: 'delete-back' | 'delete-forward' | 'delete-word' | 'delete-line' | 'left' | 'right' | 'start' | 'end'};

const segmenter = new Intl.Segmenter();

export function textField(text = ''): TextField {
	return {text, cursor: text.length};
}

export function edit(field: TextField, action: TextFieldAction): TextField {
	const {text, cursor} = field;
	switch (action.type) {
		case 'insert': {
			// A paste may bring line ends and tabs; the field is one line.
			const inserted = action.text.replaceAll(/\p{Control}+/gu, ' ');
			return {text: text.slice(0, cursor) + inserted + text.slice(cursor), cursor: cursor + inserted.length};
		}

		case 'set': {
			return textField(action.text);
		}

		case 'delete-back': {
			return cutTo(field, before(text, cursor));
		}

		case 'delete-forward': {
			return {text: text.slice(0, cursor) + text.slice(after(text, cursor)), cursor};
		}

		case 'delete-word': {
			return cutTo(field, wordStart(text.slice(0, cursor)));
		}

		case 'delete-line': {
			return cutTo(field, 0);
		}

		case 'left': {
			return {text, cursor: before(text, cursor)};
		}

		case 'right': {
			return {text, cursor: after(text, cursor)};
		}

		case 'start': {
			return {text, cursor: 0};
		}

		case 'end': {
			return {text, cursor: text.length};
		}
	}
}

/** Handlers of the editing keys, and the taker of typed text. */
export function editing(dispatch: (action: TextFieldAction) => void): {readonly handlers: Handlers; readonly onText: (text: string) => void} {
	const on = (type: Exclude<TextFieldAction['type'], 'insert' | 'set'>) => () => {
		dispatch({type});
	};

	return {
		handlers: {
			'delete-back': on('delete-back'), 'delete-forward': on('delete-forward'), 'delete-word': on('delete-word'), 'delete-line': on('delete-line'),
			'cursor-left': on('left'), 'cursor-right': on('right'), 'cursor-start': on('start'), 'cursor-end': on('end'),
		},
		onText(text) {
			dispatch({type: 'insert', text});
		},
	};
}

function cutTo({text, cursor}: TextField, from: number): TextField {
	return {text: text.slice(0, from) + text.slice(cursor), cursor: from};
}

function wordStart(text: string): number {
	return text.trimEnd().lastIndexOf(' ') + 1;
}

function before(text: string, cursor: number): number {
	return [...segmenter.segment(text.slice(0, cursor))].at(-1)?.index ?? 0;
}

function after(text: string, cursor: number): number {
	const [next] = segmenter.segment(text.slice(cursor));
	return cursor + (next?.segment.length ?? 0);
}
