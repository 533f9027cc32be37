import test from 'ava';
import {openProcessTable} from '../../source/checkpoint/process-table.js';
import {ImageDirectory} from '../../source/criu/image-directory.js';
import {imageOf} from '../support/image-file.js';
import {memoryArchive} from '../support/memory-archive.js';
import {madeUpTable, processOf, processTable} from '../support/process-table.js';

test('a process has the byte order of the machine that wrote its images', async t => {
	t.is(processOf(await processTable('podman-small'), 1).byteOrder, 'little');
	const pstree = imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]);
	const mm = Buffer.from(imageOf('MM', [{type: 'mm_entry', values: {}}]));
	// Two magics and the size of the only entry.
	mm.subarray(0, 12).swap32();
	t.is(processOf(madeUpTable({'pstree.img': pstree, 'mm-1.img': mm}), 1).byteOrder, 'big');
});

test('the byte order costs no more than the start of an image: there may be a million mappings in it', t => {
	const pstree = imageOf('PSTREE', [{type: 'pstree_entry', values: {pid: 1, ppid: 0, pgid: 1, sid: 1, threads: [1]}}]);
	// Every mapping is damaged, which is told of whatever reads them.
	const mm = imageOf('MM', [{type: 'mm_entry', values: {vmas: [{}]}}]);
	const directory = new ImageDirectory(memoryArchive({'pstree.img': pstree, 'mm-1.img': mm}), '');
	t.is(processOf(openProcessTable(directory), 1).byteOrder, 'little');
	t.deepEqual(directory.problems, []);
});
