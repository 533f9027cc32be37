import test from 'ava';
import {preloadVariable} from '../../../source/forensics/findings/rules/preload-variable.js';
import {editedPages} from '../../support/edited-pages.js';
import {foundBy, gathered} from '../../support/findings.js';

const variable = 'POSTGRES_PASSWORD=mysecret';

test('a library from an odd place that is loaded before all others', async t => {
	const folder = editedPages('podman-loop', variable, 'LD_PRELOAD=/tmp/.x/evil.so');
	const found = await foundBy(preloadVariable, folder);
	t.is(found[0], 'danger 1 LD_PRELOAD=/tmp/.x/evil.so');
	const {findings} = await gathered([preloadVariable], folder);
	t.is(typeof findings[0]!.address, 'bigint');
});

test('an allocator is worth a notice', async t => {
	const found = await foundBy(preloadVariable, editedPages('podman-loop', variable, 'LD_PRELOAD=libjemalloc.so2'));
	t.is(found[0], 'notice 1 LD_PRELOAD=libjemalloc.so2');
});

test('nothing is asked to be loaded first', async t => {
	t.deepEqual(await foundBy(preloadVariable, editedPages('podman-loop', variable, 'LD_PRELOAD_OF_NO_LIBRARY=x')), []);
});
