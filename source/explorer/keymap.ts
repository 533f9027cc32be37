import {terminalCharset} from '../text/printable.js';

/**
Where a key means something; `always` even while a window or a prompt has the keys. A part of the screen names the contexts it answers to; of parts that answer to the same key, the innermost wins.
*/
export type KeyContext = 'always' | 'everywhere' | 'move' | 'list' | 'tree' | 'hex' | 'edit' | 'content' | 'search' | 'bookmarks' | 'input' | 'question' | 'dialog' | 'start';

export type Binding = {
	/** What is done: the name a component's handler has. */
	readonly action: string;
	readonly context: KeyContext;
	/** Names of keys as `keyName()` gives them. */
	readonly keys: readonly string[];
	/** One or two words for the footer. */
	readonly label: string;
	/** One sentence for the help. */
	readonly help: string;
	/** Present when it belongs in the footer; the lowest stay longest on a narrow screen. */
	readonly footer?: number;
	/** Name in the command prompt; absent for what makes no sense there. */
	readonly command?: string;
};

/** The one description of the keys. Footer, help, command prompt and the readme's table are made from it. */
export const bindings = [
	{action: 'interrupt', context: 'always', keys: ['ctrl+c'], label: 'interrupt', help: 'Leave at once, whatever is on screen.'},
	{action: 'suspend', context: 'always', keys: ['ctrl+z'], label: 'suspend', help: 'Go back to the shell; its fg command returns.', command: 'suspend'},
	{action: 'redraw', context: 'always', keys: ['ctrl+l'], label: 'redraw', help: 'Draw the whole screen again.', command: 'redraw'},

	{action: 'help', context: 'everywhere', keys: ['?'], label: 'help', help: 'Show the keys for what has the focus.', footer: 1, command: 'help'},
	{action: 'quit', context: 'everywhere', keys: ['q'], label: 'quit', help: 'Leave; where something would be lost, when it is pressed again.', footer: 2, command: 'quit'},
	{action: 'next-pane', context: 'everywhere', keys: ['tab'], label: 'next pane', help: 'Move the focus to the next pane.', footer: 20},
	{action: 'previous-pane', context: 'everywhere', keys: ['shift+tab'], label: 'previous pane', help: 'Move the focus to the previous pane.'},
	{action: 'tab-1', context: 'everywhere', keys: ['1'], label: 'first tab', help: 'Show the first tab; 2 to 9 show the others.'},
	{action: 'tab-2', context: 'everywhere', keys: ['2'], label: '', help: ''},
	{action: 'tab-3', context: 'everywhere', keys: ['3'], label: '', help: ''},
	{action: 'tab-4', context: 'everywhere', keys: ['4'], label: '', help: ''},
	{action: 'tab-5', context: 'everywhere', keys: ['5'], label: '', help: ''},
	{action: 'tab-6', context: 'everywhere', keys: ['6'], label: '', help: ''},
	{action: 'tab-7', context: 'everywhere', keys: ['7'], label: '', help: ''},
	{action: 'tab-8', context: 'everywhere', keys: ['8'], label: '', help: ''},
	{action: 'tab-9', context: 'everywhere', keys: ['9'], label: '', help: ''},
	{action: 'next-tab', context: 'everywhere', keys: ['>'], label: 'next tab', help: 'Show the next tab, behind the last the first.', command: 'next-tab'},
	{action: 'previous-tab', context: 'everywhere', keys: ['<'], label: 'previous tab', help: 'Show the previous tab, before the first the last.', command: 'previous-tab'},
	{action: 'command', context: 'everywhere', keys: [':'], label: 'command', help: 'Type a command by name, or an address to go to.', footer: 30},
	{action: 'zoom', context: 'everywhere', keys: ['z'], label: 'zoom', help: 'Give the focused pane the whole width, or take it back.', footer: 19, command: 'zoom'},
	{action: 'back', context: 'everywhere', keys: ['['], label: 'back', help: 'Go back to where you were before.', command: 'back'},
	{action: 'forward', context: 'everywhere', keys: [']'], label: 'forward', help: 'Go forward again.', command: 'forward'},
	{action: 'mark', context: 'everywhere', keys: ['m'], label: 'mark', help: 'Mark this place with the letter that you press next.', command: 'mark'},
	{action: 'jump', context: 'everywhere', keys: ['\''], label: 'jump', help: 'Jump to the mark with the letter that you press next.', command: 'jump'},
	{action: 'note', context: 'everywhere', keys: ['M'], label: 'note', help: 'Bookmark this place with a sentence of yours.', command: 'note'},
	{action: 'save-bookmarks', context: 'everywhere', keys: [], label: 'save bookmarks', help: 'Write the bookmarks to a file, which --bookmarks opens again.', command: 'save-bookmarks'},
	{action: 'report', context: 'everywhere', keys: [], label: 'report', help: 'Write a report of the checkpoint to a file, with the bookmarks.', command: 'report'},
	{action: 'search-everything', context: 'everywhere', keys: ['F'], label: 'find', help: 'Search the whole checkpoint: memory of all processes, queues, files, images.', footer: 31, command: 'search-everything'},
	{action: 'save-edits', context: 'everywhere', keys: ['w'], label: 'save edits', help: 'Write a copy of the checkpoint with the bytes that were typed over.', footer: 10, command: 'save-edits'},
	{action: 'problems', context: 'everywhere', keys: ['!'], label: 'problems', help: 'List everything that was found to be damaged or missing.', command: 'problems'},
	{action: 'written', context: 'everywhere', keys: ['W'], label: 'written', help: 'List what has been written to files, and what is missing in it.', command: 'written'},
	{action: 'stop-writing', context: 'everywhere', keys: [], label: 'stop writing', help: 'Give up what is being written: nothing of it is left.', command: 'stop-writing'},
	{action: 'mouse', context: 'everywhere', keys: [], label: 'mouse', help: 'Switch reports of the mouse on or off; while on, the wheel scrolls, a click focuses, and Shift selects text.', command: 'mouse'},

	{action: 'choose', context: 'start', keys: ['enter'], label: 'open', help: 'Open the checkpoint under the cursor, also while a filter is being typed.', footer: 10},
	{action: 'give-up', context: 'start', keys: ['escape'], label: 'give up', help: 'Give up the checkpoint that is being opened.', footer: 9},

	{action: 'up', context: 'move', keys: ['up', 'k'], label: 'up', help: 'Move up.'},
	{action: 'down', context: 'move', keys: ['down', 'j'], label: 'down', help: 'Move down.'},
	{action: 'left', context: 'move', keys: ['left', 'h'], label: 'left', help: 'Move left; in a tree, fold or go to the parent.'},
	{action: 'right', context: 'move', keys: ['right', 'l'], label: 'right', help: 'Move right; in a tree, unfold or go to the first child.'},
	{action: 'page-up', context: 'move', keys: ['pageup', 'ctrl+b'], label: 'page up', help: 'Move up by a page.'},
	{action: 'page-down', context: 'move', keys: ['pagedown', 'ctrl+f'], label: 'page down', help: 'Move down by a page.'},
	{action: 'half-page-up', context: 'move', keys: ['ctrl+u'], label: 'half page up', help: 'Move up by half a page.'},
	{action: 'half-page-down', context: 'move', keys: ['ctrl+d'], label: 'half page down', help: 'Move down by half a page.'},
	{action: 'home', context: 'move', keys: ['home'], label: 'start', help: 'Go to the start.'},
	{action: 'end', context: 'move', keys: ['end'], label: 'end', help: 'Go to the end.'},
	{action: 'top', context: 'move', keys: ['g'], label: 'top', help: 'Go to the very top.'},
	{action: 'bottom', context: 'move', keys: ['G'], label: 'bottom', help: 'Go to the very bottom.'},

	{action: 'open', context: 'list', keys: ['enter'], label: 'open', help: 'Go into the selected row: its memory, its process, its contents, or the whole value.', footer: 10},
	{action: 'detail', context: 'list', keys: ['v'], label: 'view', help: 'View every field of the selected row in full.', footer: 12, command: 'view'},
	{action: 'filter', context: 'list', keys: ['/', 'f'], label: 'filter', help: 'Show only rows that hold the text you type.', footer: 11, command: 'filter'},
	{action: 'sort', context: 'list', keys: ['s'], label: 'sort', help: 'Sort by the next column; after the last, as recorded.', footer: 13, command: 'sort'},
	{action: 'sort-reverse', context: 'list', keys: ['S'], label: 'reverse', help: 'Sort the other way round.', command: 'sort-reverse'},
	{action: 'copy', context: 'list', keys: ['y'], label: 'copy', help: 'Copy the selected row to the clipboard.', footer: 14, command: 'copy'},
	{action: 'export', context: 'list', keys: ['e'], label: 'export', help: 'Write what the selected row stands for to a file: contents, a mapping, the memory of a process; of a folder, all its files.', footer: 15, command: 'export'},
	{action: 'export-all', context: 'list', keys: ['E'], label: 'export all', help: 'Write all files that are listed to a new folder; with a filter, those that it leaves.', footer: 16, command: 'export-all'},
	{action: 'holder', context: 'list', keys: ['o'], label: 'process', help: 'Go to the process that the selected row is about, or that has it open or mapped.', footer: 17, command: 'holder'},
	{action: 'leave', context: 'list', keys: ['escape'], label: 'leave', help: 'Clear the filter, or go back to the process tree.'},

	{action: 'toggle-fold', context: 'tree', keys: ['space'], label: 'fold', help: 'Fold or unfold the children of the selected process.', footer: 12, command: 'fold'},
	{action: 'toggle-name', context: 'tree', keys: ['c'], label: 'name/command', help: 'Show the names of the processes or their command lines.', footer: 15, command: 'names'},

	{action: 'go-to', context: 'hex', keys: ['g'], label: 'go to', help: 'Go to an address, an offset (+0x100), a register (rip, or rip 5 of thread 5) or a region (heap, libc).', footer: 11, command: 'go-to'},
	{action: 'search', context: 'hex', keys: ['/'], label: 'search', help: 'Search memory as you type.', footer: 10, command: 'search'},
	{action: 'next-match', context: 'hex', keys: ['n'], label: 'next match', help: 'Go to the next match, or repeat the last search from here.', footer: 13, command: 'next-match'},
	{action: 'previous-match', context: 'hex', keys: ['N'], label: 'previous', help: 'Go to the previous match.', footer: 14, command: 'previous-match'},
	{action: 'follow', context: 'hex', keys: ['enter'], label: 'follow pointer', help: 'Go where the bytes at the cursor point.', footer: 15, command: 'follow-pointer'},
	{action: 'next-region', context: 'hex', keys: ['}'], label: 'next region', help: 'Go to the start of the next mapping.', footer: 16, command: 'next-region'},
	{action: 'previous-region', context: 'hex', keys: ['{'], label: 'previous region', help: 'Go to the start of this mapping, or of the one before.', command: 'previous-region'},
	{action: 'row-start', context: 'hex', keys: ['^'], label: 'row start', help: 'Go to the start of the row.'},
	{action: 'row-end', context: 'hex', keys: ['$'], label: 'row end', help: 'Go to the end of the row.'},
	{action: 'toggle-column', context: 'hex', keys: ['t'], label: 'hex/text', help: 'Move the cursor to the other column; copying takes what it is in.', command: 'text-column'},
	{action: 'select', context: 'hex', keys: ['v'], label: 'select', help: 'Begin a selection here, or give it up.', footer: 17, command: 'select'},
	{action: 'copy-bytes', context: 'hex', keys: ['y'], label: 'copy', help: 'Copy the selected bytes, or the byte at the cursor.', footer: 18, command: 'copy'},
	{action: 'export-memory', context: 'hex', keys: ['e'], label: 'export', help: 'Write the selected bytes to a file; without a selection this mapping, all memory of the process, or an ELF core of it.', footer: 18, command: 'export'},
	{action: 'inspector', context: 'hex', keys: ['i'], label: 'inspector', help: 'Show or hide what the bytes at the cursor could be.', footer: 19, command: 'inspector'},
	{action: 'type-over', context: 'hex', keys: ['r'], label: 'replace', help: 'Type over the bytes from here on. Only a copy of the checkpoint gets them; searches, exports and other tabs have what the dump has.', footer: 12, command: 'replace'},
	{action: 'undo-edit', context: 'hex', keys: ['u'], label: 'undo', help: 'Have the byte at the cursor, or all that are selected, as in the dump again.', footer: 12, command: 'undo'},
	{action: 'dismiss', context: 'hex', keys: ['escape'], label: 'leave', help: 'Give up the selection or the search, or go back to the process tree.'},

	{action: 'take-back', context: 'edit', keys: ['backspace', 'ctrl+h'], label: 'take back', help: 'Take back what was typed last.', footer: 3},
	{action: 'other-column', context: 'edit', keys: ['tab'], label: 'hex/text', help: 'Type in the other column: hexadecimal digits, or text as UTF-8.', footer: 2},
	{action: 'end-typing', context: 'edit', keys: ['escape'], label: 'end', help: 'Type no more; what was typed is kept until it is saved or undone.', footer: 1},

	{action: 'text-or-hex', context: 'content', keys: ['x'], label: 'text/hex', help: 'View the bytes as text, or in hex.', footer: 11, command: 'text-or-hex'},
	{action: 'next-content', context: 'content', keys: ['c'], label: 'next content', help: 'View the next of several contents: what a socket has sent, behind what it has received.', footer: 9, command: 'next-content'},
	{action: 'export-content', context: 'content', keys: ['e'], label: 'export', help: 'Write what is viewed to a file.', footer: 15, command: 'export'},
	{action: 'select-lines', context: 'content', keys: ['v'], label: 'select', help: 'Begin a selection of lines here, or give it up.', footer: 17, command: 'select-lines'},
	{action: 'copy-lines', context: 'content', keys: ['y'], label: 'copy', help: 'Copy the selected lines, or the line one is at, as they are shown.', footer: 18, command: 'copy-lines'},
	{action: 'wrap', context: 'content', keys: ['w'], label: 'wrap', help: 'Let lines that are too long go on in the next row, or cut them.', footer: 14, command: 'wrap'},

	{action: 'search-mode', context: 'search', keys: ['tab'], label: 'how', help: 'Search for text or UTF-16, either in any case, bytes (48 8b ?? 05) or a regular expression.', footer: 3},
	{action: 'search-scope', context: 'search', keys: ['ctrl+r'], label: 'where', help: 'Search the whole process or this region only; of the whole checkpoint, everything or memory only.', footer: 4},
	{action: 'older-search', context: 'search', keys: ['up', 'ctrl+p'], label: 'earlier', help: 'Take what was searched for before.', footer: 5},
	{action: 'newer-search', context: 'search', keys: ['down', 'ctrl+n'], label: 'later', help: 'Take what was searched for after it.'},

	{action: 'edit-note', context: 'bookmarks', keys: ['n', 'M'], label: 'note', help: 'Change the note of the selected bookmark.', footer: 12, command: 'edit-note'},
	{action: 'delete-bookmark', context: 'bookmarks', keys: ['d'], label: 'delete', help: 'Delete the selected bookmark.', footer: 13, command: 'delete-bookmark'},
	{action: 'write-bookmarks', context: 'bookmarks', keys: ['w'], label: 'save', help: 'Write the bookmarks to a file, which --bookmarks opens again.', footer: 11},

	{action: 'submit', context: 'input', keys: ['enter'], label: 'accept', help: 'Accept what was typed.', footer: 1},
	{action: 'cancel', context: 'input', keys: ['escape'], label: 'cancel', help: 'Give up what was typed.', footer: 2},
	{action: 'complete', context: 'input', keys: ['tab'], label: 'complete', help: 'Complete what was typed, or take the next choice.', footer: 3},
	{action: 'delete-back', context: 'input', keys: ['backspace', 'ctrl+h'], label: 'delete', help: 'Delete the character before the cursor.'},
	{action: 'delete-forward', context: 'input', keys: ['delete', 'ctrl+d'], label: 'delete', help: 'Delete the character at the cursor.'},
	{action: 'delete-word', context: 'input', keys: ['ctrl+w'], label: 'delete word', help: 'Delete the word before the cursor.'},
	{action: 'delete-line', context: 'input', keys: ['ctrl+u'], label: 'delete all', help: 'Delete everything before the cursor.'},
	{action: 'cursor-left', context: 'input', keys: ['left', 'ctrl+b'], label: 'left', help: 'Move the cursor left.'},
	{action: 'cursor-right', context: 'input', keys: ['right', 'ctrl+f'], label: 'right', help: 'Move the cursor right.'},
	{action: 'cursor-start', context: 'input', keys: ['home', 'ctrl+a'], label: 'start', help: 'Move the cursor to the start.'},
	{action: 'cursor-end', context: 'input', keys: ['end', 'ctrl+e'], label: 'end', help: 'Move the cursor to the end.'},
	{action: 'previous-choice', context: 'input', keys: ['up', 'ctrl+p'], label: 'previous', help: 'Go to the previous choice.'},
	{action: 'next-choice', context: 'input', keys: ['down', 'ctrl+n'], label: 'next', help: 'Go to the next choice.'},

	{action: 'agree', context: 'question', keys: ['enter', 'y'], label: 'yes', help: 'Do what is asked about.', footer: 1},
	{action: 'refuse', context: 'question', keys: ['escape', 'n'], label: 'no', help: 'Do nothing.', footer: 2},

	{action: 'close', context: 'dialog', keys: ['escape', 'q', '?', 'enter'], label: 'close', help: 'Close this window.', footer: 1},
	{action: 'copy-all', context: 'dialog', keys: ['y'], label: 'copy', help: 'Copy the text of this window to the clipboard.', footer: 2},
] as const satisfies readonly Binding[];

export type Action = (typeof bindings)[number]['action'];

const all: ReadonlyArray<Binding & {readonly action: Action}> = bindings;

export function bindingsOf(context: KeyContext): ReadonlyArray<Binding & {readonly action: Action}> {
	return all.filter(binding => binding.context === context);
}

const contextTitles: Readonly<Record<KeyContext, string>> = {
	always: 'Always',
	everywhere: 'Everywhere',
	move: 'Moving',
	list: 'Lists and tables',
	tree: 'Process tree',
	hex: 'Hex',
	edit: 'Typing over bytes',
	content: 'Contents of a file',
	search: 'Search',
	bookmarks: 'Bookmarks',
	input: 'While typing',
	question: 'Questions',
	dialog: 'Windows',
	start: 'Start list',
};

export function contextTitle(context: KeyContext): string {
	return contextTitles[context];
}

/** What a press of a key is, as Ink tells it. */
export type Press = {
	readonly upArrow?: boolean; readonly downArrow?: boolean; readonly leftArrow?: boolean; readonly rightArrow?: boolean;
	readonly pageDown?: boolean; readonly pageUp?: boolean; readonly home?: boolean; readonly end?: boolean;
	readonly return?: boolean; readonly escape?: boolean; readonly tab?: boolean; readonly backspace?: boolean; readonly delete?: boolean;
	readonly ctrl?: boolean; readonly shift?: boolean; readonly meta?: boolean;
};

const named: ReadonlyArray<readonly [keyof Press, string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

/** The name of a pressed key: `up`, `shift+tab`, `ctrl+u`, `space`, `G`. */
export function keyName(input: string, press: Press): string {
	const special = named.find(([flag]) => press[flag])?.[1] ?? (input === '\n' ? 'enter' : input === ' ' ? 'space' : undefined);
	const name = special ?? input;
	const modifiers = (press.ctrl ? 'ctrl+' : '') + (special !== undefined && press.shift ? 'shift+' : '');
	return modifiers + name;
}

const symbols: Readonly<Record<string, string>> = {up: '↑', down: '↓', left: '←', right: '→', enter: '⏎'};
const words: Readonly<Record<string, string>> = {up: 'Up', down: 'Down', left: 'Left', right: 'Right', enter: 'Enter', escape: 'Esc', tab: 'Tab', space: 'Space', pageup: 'PgUp', pagedown: 'PgDn', home: 'Home', end: 'End', backspace: 'Backspace', delete: 'Del'};

/** How a key is written for a person. `short`: as an arrow where the terminal has arrows. */
export function keyLabel(key: string, short = false): string {
	const parts = key.split('+');
	const last = parts.pop() ?? '';
	const prefix = parts.map(part => part === 'ctrl' ? 'Ctrl-' : 'Shift-').join('');
	const symbol = short && terminalCharset() === 'unicode' ? symbols[last] : undefined;
	return prefix + (symbol ?? words[last] ?? (prefix === '' ? last : last.toUpperCase()));
}

/** The table of keys for the readme. */
export function keyTableMarkdown(): string {
	const lines = ['| Where | Key | What it does |', '|---|---|---|'];
	let context: KeyContext | undefined;
	for (const binding of all) {
		if (binding.help === '' || binding.keys.length === 0) {
			continue;
		}

		const where = binding.context === context ? '' : contextTitle(binding.context);
		context = binding.context;
		lines.push(`| ${where} | ${binding.keys.map(key => `\`${keyLabel(key)}\``).join(' ')} | ${binding.help} |`);
	}

	return lines.join('\n');
}
