import test from 'ava';
import {whereElse} from '../../source/explorer/command-list.js';

test('a command that nothing answers to here is said to work elsewhere', t => {
	t.is(whereElse('fold'), 'fold works in the process tree');
	t.is(whereElse(' Text-Column '), 'text-column works in Hex');
	t.is(whereElse('copy'), 'copy works in lists and tables and in Hex');
	t.is(whereElse('follow'), 'follow-pointer works in Hex');
});

test('what is no command works nowhere', t => {
	t.is(whereElse('unfold'), undefined);
	t.is(whereElse(''), undefined);
});
