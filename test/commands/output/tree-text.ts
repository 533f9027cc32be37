import test from 'ava';
import {treeText} from '../../../source/commands/output/tree-text.js';
import {setTerminalCharset} from '../../../source/text/printable.js';

const tree = {text: 'root', children: [{text: 'one', children: [{text: 'in one'}]}, {text: 'two', children: [{text: 'in two, with a longer text'}]}]};

test.afterEach.always(() => {
	setTerminalCharset('unicode');
});

test.serial('lines lead from each item to what it hangs on', t => {
	t.is([...treeText(tree, undefined)].join(''), [
		'root',
		'├── one',
		'│   └── in one',
		'└── two',
		'    └── in two, with a longer text',
		'',
	].join('\n'));
});

test.serial('a terminal without Unicode gets ASCII; no line is longer than its own', t => {
	setTerminalCharset('ascii');
	t.is([...treeText(tree, 20)].join(''), [
		'root',
		'|-- one',
		'|   `-- in one',
		'`-- two',
		'    `-- in two, wit~',
		'',
	].join('\n'));
});
