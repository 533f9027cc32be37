import path from 'node:path';
import test from 'ava';
import {openCheckpoint} from '../../source/checkpoint/checkpoint.js';
import {hexLayout} from '../../source/explorer/hex/hex-layout.js';
import {HexLines} from '../../source/explorer/hex/hex-lines.js';
import {hexRows} from '../../source/explorer/hex/hex-rows.js';
import {hexTitle} from '../../source/explorer/hex/hex-title.js';
import {parseJump} from '../../source/explorer/hex/jump.js';
import {panes} from '../../source/explorer/panes/index.js';
import {ProcessTree} from '../../source/explorer/panes/process-tree.js';
import {maps} from '../../source/views/maps.js';
import {overview} from '../../source/views/overview.js';
import {processes} from '../../source/views/processes.js';
import {expected, unpack} from '../support/fixtures.js';
import {draw, recordServices, unframed} from '../support/screen.js';

const preDump = await openCheckpoint(path.join(unpack('raw-chain'), 'pre-dump'));
const process = preDump.process(8099)!;

// As CRIU's own decoder reads the pagemap.
const {entries} = expected('raw-chain-pre-dump', 'images/pagemap-8099.img.json') as {entries: ReadonlyArray<{readonly vaddr: number; readonly nr_pages: number}>};
const stretches = entries.slice(1).filter(({vaddr}, index) => index === 0 || entries[index]!.vaddr + entries[index]!.nr_pages * 4096 !== vaddr).length;

function shown(id: string, width = 100): string[] {
	const {Component} = [...panes.process, ...panes.container].find(pane => pane.id === id)!;
	const {lines, unmount} = draw(<Component isFocused checkpoint={preDump} process={process} width={width} height={30} revision={0} target={undefined} services={recordServices()} frame={unframed}/>);
	const text = lines().filter(line => line !== '');
	unmount();
	return text;
}

test('the tree lists the processes that a pre-dump has memory of', t => {
	const nothing = () => undefined;
	const {lines, unmount} = draw(<ProcessTree isFocused checkpoint={preDump} selected={8099} width={60} height={20} revision={0} services={recordServices()} onSelect={nothing} onOpen={nothing}/>);
	const text = lines().map(line => line.slice(1, -1).trim());
	unmount();
	t.regex(text[2]!, /^8099 \? +memory only +\? +4\.8 MiB$/v);
	t.regex(text[3]!, /^8101 \? +memory only +\? +4\.8 MiB$/v);
});

test('the overview says that there is no more than memory', t => {
	const rows = overview.rows(process, preDump);
	t.deepEqual(Array.from({length: rows.length}, (_, index) => rows.at(index)).map(({name, value}) => [name, String(value)]), [
		['Process', '8099'],
		['Dump', 'a pre-dump: memory only, taken while the process ran on; the dump that builds on it says the rest'],
		['Memory', `4.8 MiB (5,017,600 bytes) in the dump, ${stretches} stretches of pages`],
	]);
});

test('what a pre-dump does not have is not said to be none', t => {
	for (const id of ['args', 'env', 'files', 'sockets', 'threads', 'netstat']) {
		const lines = shown(id);
		t.regex(lines[0]!, /^(?:core|mm|ids)-8099\.img$/v, id);
		t.is(lines[1], 'not in a pre-dump, which has memory only', id);
		t.is(lines.length, 2, id);
	}
});

test('the list of processes has their memory, and says what is not known of them', t => {
	const rows = processes.rows(preDump);
	t.deepEqual(processes.columns.flatMap(({name, value, text}) => {
		const cell = (text ?? value)(rows.at(0));
		return cell === undefined ? [] : [[name, String(cell)]];
	}), [['pid', '8099'], ['state', 'memory only'], ['memory', '5017600'], ['threads', '?']]);
});

test('the stretches of pages stand in the place of mappings, and lead to their bytes', t => {
	const rows = maps.rows(process, preDump);
	t.is(rows.length, stretches);
	const {vma} = rows.at(0);
	t.like(vma, {start: 0x42_2000n, protection: '????', kind: 'unknown'});
	t.is(maps.columns.find(({name}) => name === 'pages_dumped')!.value(rows.at(0)), Number(vma.end - vma.start) / 4096);
	t.deepEqual(maps.notes!(process, preDump), ['A pre-dump does not list the mappings: these are the stretches that it has pages of.']);

	const text = shown('hex');
	t.true(text.some(line => line.startsWith('0000000000422000')), text.join('\n'));
	t.true(text.some(line => line.includes('pages ????')), text.join('\n'));
	t.false(text.some(line => line.includes('mapped')), 'what is mapped is not known');
});

test('what lies between the pages of a pre-dump is not said to be unmapped', t => {
	const {memory} = process;
	const context = {space: memory, cursor: 0x42_2000n, mappingName: () => undefined, registers: () => undefined};
	t.like(parseJump('1000', context), {notice: '1000 is not in the pre-dump; this is the nearest address that is'});
	const gap = new HexLines(memory, 16).at(memory.vmas.at(0).end);
	t.is(gap.kind, 'gap');
	const [row] = hexRows({lines: new HexLines(memory, 16), layout: hexLayout(80, 8), top: gap.start, height: 1, cursor: 0n, column: 'hex', mappingName: () => undefined, unicode: true});
	t.regex(row!.spans.map(({text}) => text).join(''), /not in the pre-dump: /v);
	t.is(hexTitle(memory, gap.start, {mappingName: () => undefined, revision: 0}).region, 'not in the pre-dump');
});
