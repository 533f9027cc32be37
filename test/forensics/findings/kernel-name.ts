import test from 'ava';
import {kernelName} from '../../../source/forensics/findings/rules/kernel-name.js';
import {editedPages} from '../../support/edited-pages.js';
import {foundBy} from '../../support/findings.js';

test('titles of kernel threads over programs with memory; not those of nginx beside them', async t => {
	t.deepEqual(await foundBy(kernelName, 'fx-title'), ['danger 3 title [kworker/0:1-events]']);
	t.deepEqual(await foundBy(kernelName, 'fx-memfd'), ['danger 1 title [kworker/u8:3]']);
});

test('a title in brackets that is no kernel thread\'s says nothing', async t => {
	t.deepEqual(await foundBy(kernelName, editedPages('fx-memfd', '[kworker/u8:3]', '[celeryd: a@b]')), []);
});
