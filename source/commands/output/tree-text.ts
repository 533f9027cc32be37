import {start, widthOf} from '../../text/fit.js';
import {terminalCharset} from '../../text/printable.js';

/** A line of a tree, of harmless text, and what hangs on it. */
export type TreeNode = {
	readonly text: string;
	readonly children?: readonly TreeNode[];
};

const unicode = {item: '├── ', last: '└── ', through: '│   ', ellipsis: '…'};
const ascii = {item: '|-- ', last: '`-- ', through: '|   ', ellipsis: '~'};

/**
A tree as lines of text. With `columns`, the cells of a terminal's line, no line is longer.

@yields lines
*/
export function * treeText(root: TreeNode, columns: number | undefined): Generator<string> {
	const glyphs = terminalCharset() === 'ascii' ? ascii : unicode;
	const stack = [{node: root, stem: '', branch: ''}];
	while (stack.length > 0) {
		const {node, stem, branch} = stack.pop()!;
		yield `${cut(stem + branch + node.text, columns, glyphs.ellipsis)}\n`;
		const below = branch === '' ? stem : stem + (branch === glyphs.last ? ' '.repeat(glyphs.last.length) : glyphs.through);
		const children = node.children ?? [];
		stack.push(...children.map((child, index) => ({node: child, stem: below, branch: index === children.length - 1 ? glyphs.last : glyphs.item})).reverse());
	}
}

function cut(line: string, columns: number | undefined, ellipsis: string): string {
	return columns === undefined || widthOf(line) <= columns ? line : start(line, columns - 1) + ellipsis;
}
