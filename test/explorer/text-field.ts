import test from 'ava';
import {edit, textField, type TextField, type TextFieldAction} from '../../source/explorer/components/text-field.js';

function run(field: TextField, ...actions: TextFieldAction[]): TextField {
	return actions.reduce(edit, field);
}

test('text goes in at the cursor', t => {
	t.deepEqual(run(textField('ad'), {type: 'left'}, {type: 'insert', text: 'bc'}), {text: 'abcd', cursor: 3});
});

test('a paste of several lines becomes one line', t => {
	t.is(run(textField(), {type: 'insert', text: 'one\r\ntwo\tthree'}).text, 'one two three');
});

test('the cursor never stands inside a character', t => {
	const field = textField('a👩‍👩‍👧e\u0301');
	t.is(run(field, {type: 'left'}).cursor, 9);
	t.is(run(field, {type: 'left'}, {type: 'left'}).cursor, 1);
	t.is(run(field, {type: 'delete-back'}, {type: 'delete-back'}).text, 'a');
	t.is(run(field, {type: 'start'}, {type: 'right'}, {type: 'delete-forward'}).text, 'ae\u0301');
});

test('words and lines are deleted backwards', t => {
	t.is(run(textField('one two  '), {type: 'delete-word'}).text, 'one ');
	t.is(run(textField('one'), {type: 'delete-word'}).text, '');
	t.deepEqual(run(textField('one two'), {type: 'left'}, {type: 'delete-line'}), {text: 'o', cursor: 0});
});
