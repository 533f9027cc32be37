import test from 'ava';
import {bindings, keyLabel, keyName, keyTableMarkdown, type Binding} from '../../source/explorer/keymap.js';

const all: readonly Binding[] = bindings;

test('in one context a key does one thing', t => {
	for (const context of new Set(all.map(binding => binding.context))) {
		const keys = all.filter(binding => binding.context === context).flatMap(binding => binding.keys);
		t.deepEqual(keys, [...new Set(keys)]);
	}
});

test('no key needs Alt, a function key, or what a terminal keeps for itself', t => {
	for (const key of all.flatMap(binding => binding.keys)) {
		t.notRegex(key, /^(?:alt|meta)\+|^f\d+$|^ctrl\+[ijmqs]$/);
	}
});

test('whatever can be done has a key or a name', t => {
	for (const binding of all) {
		t.true(binding.keys.length > 0 || binding.command !== undefined, binding.action);
	}
});

test('a press has one name', t => {
	t.is(keyName('j', {}), 'j');
	t.is(keyName('G', {shift: true}), 'G');
	t.is(keyName('', {upArrow: true}), 'up');
	t.is(keyName('', {tab: true, shift: true}), 'shift+tab');
	t.is(keyName('u', {ctrl: true}), 'ctrl+u');
	t.is(keyName(' ', {}), 'space');
	t.is(keyName('\n', {}), 'enter');
});

test('a key is written as people write it', t => {
	t.is(keyLabel('ctrl+u'), 'Ctrl-U');
	t.is(keyLabel('shift+tab'), 'Shift-Tab');
	t.is(keyLabel('up'), 'Up');
	t.is(keyLabel('up', true), '↑');
	t.is(keyLabel('G'), 'G');
});

test('the table for the readme names every key that has a help sentence', t => {
	const table = keyTableMarkdown();
	for (const binding of all) {
		t.true(binding.keys.length === 0 || table.includes(binding.help), binding.action);
	}
});
