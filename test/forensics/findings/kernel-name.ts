import test from 'ava';
import {kernelName} from '../../../source/forensics/findings/rules/kernel-name.js';
import {Untrusted} from '../../../source/text/untrusted.js';
import {ChangedCheckpoint} from '../../support/changed-checkpoint.js';
import {editMessages} from '../../support/edit-image.js';
import {editedPages} from '../../support/edited-pages.js';
import {foundBy} from '../../support/findings.js';

test('titles of kernel threads over programs with memory; not those of nginx beside them', async t => {
	t.deepEqual(await foundBy(kernelName, 'fx-title'), ['danger 3 title [kworker/0:1-events]']);
	t.deepEqual(await foundBy(kernelName, 'fx-memfd'), ['danger 1 title [kworker/u8:3]']);
});

test('a title in brackets that is no kernel thread\'s says nothing', async t => {
	t.deepEqual(await foundBy(kernelName, editedPages('fx-memfd', '[kworker/u8:3]', '[celeryd: a@b]')), []);
});

test('the name of a task says it too, where nothing else is called so', async t => {
	for (const [name, found] of [['kswapd0', ['danger 2 name kswapd0']], ['[kworker/0:1', ['danger 2 name [kworker/0:1']], ['crypto', []], ['kswapd', []]] as const) {
		const changed = new ChangedCheckpoint('podman-loop');
		editMessages(changed.image('core-2.img'), 'core_entry', ({tc}) => {
			tc!.comm = Untrusted.from(name);
		});
		t.deepEqual(await foundBy(kernelName, changed.folder), [...found], name);
	}
});
