import {attempt} from '../archive/attempt.js';
import type {Checkpoint} from '../checkpoint/checkpoint.js';
import {listed as listedWords} from '../checkpoint/compose.js';
import {hasBytes, type Content} from '../checkpoint/contents/content.js';
import {keptContents} from '../checkpoint/contents/kept-contents.js';
import {Holders, type Holder} from '../checkpoint/holders.js';
import {Mappers, type Mapper} from '../checkpoint/mappers.js';
import {extractableContent} from '../forensics/extract/extract.js';
import {formatAddress} from './cell-text.js';
import {holdingOf} from './holding.js';
import {amountsText} from './lost-memory.js';
import {Problems} from './problems.js';
import {listed} from './rows.js';
import type {ContainerView} from './view.js';

type Row = Content & {readonly checkpoint: Checkpoint; readonly holders: readonly Holder[]; readonly mappers: readonly Mapper[]};

/** What the kernel kept for the processes besides their memory. */
export const contents: ContainerView<Row> = {
	name: 'contents',
	title: 'Contents',
	summary: 'What was open or shared and has no file any more: deleted files, memfds, shared memory, what waited in pipes, sockets and message queues.',
	columns: [
		{name: 'kind', title: 'Kind', type: 'text', value: ({kind}) => kind},
		{name: 'name', title: 'Name', type: 'text', min: 20, isPath: true, value: ({name}) => name},
		{name: 'size', title: 'Size', type: 'bytes', value: ({segments}) => segments.reduce((sum, {length}) => sum + length, 0)},
		{name: 'missing', title: 'Missing', type: 'bytes', shown: 'if-filled', value: ({lost}) => [...lost?.values() ?? []].reduce((sum, bytes) => sum + Number(bytes), 0)},
		{
			name: 'missing_why', title: 'Why', type: 'text', shown: 'if-filled',
			value: ({lost}) => lost === undefined || lost.size === 0 ? undefined : amountsText(lost),
			json: ({lost}) => [...lost?.keys() ?? []],
		},
		{
			name: 'holders', title: 'Open in', type: 'text', min: 10,
			value: ({holders}) => holders.length === 0 ? undefined : listedWords(holders.map(({pid, fd}) => `pid ${pid} fd ${fd}`)),
			json: ({holders}) => holders.map(({pid, fd}) => ({pid, fd})),
		},
		{
			name: 'mappers', title: 'Mapped in', type: 'text', min: 10, shown: 'if-filled',
			value: ({mappers}) => mappers.length === 0 ? undefined : listedWords(mappers.map(({pid, address}) => `pid ${pid} ${formatAddress(address)}`)),
			json: ({mappers}) => mappers.map(({pid, address}) => ({pid, address: `0x${address.toString(16)}`})),
		},
	],
	rows: checkpoint => listed(rowsOf(checkpoint, new Problems())),
	problems(checkpoint) {
		const problems = new Problems();
		rowsOf(checkpoint, problems);
		return problems.messages;
	},
	contents: row => [row],
	holding: ({checkpoint, files, object}) => holdingOf(checkpoint, {files, object}),
	extractable: extractableContent,
};

function rowsOf(checkpoint: Checkpoint, problems: Problems): Row[] {
	const {images, processes} = checkpoint;
	const found = attempt(() => Map.groupBy(new Holders(() => processes).descriptors(), ({id}) => id));
	const byFile = found.state === 'ready' ? found.value : new Map<number, Holder[]>();
	const kept = keptContents(images).flatMap(question => problems.of(question) ?? []).filter(content => hasBytes(content));
	const mappers = new Mappers(kept.some(content => canBeMapped(content)) ? processes : [], ({message}) => {
		problems.add(message);
	});
	return kept.map(content => ({
		...content, checkpoint,
		holders: content.files.flatMap(id => byFile.get(id) ?? []),
		mappers: canBeMapped(content) ? mappers.of(content) : [],
	}));
}

function canBeMapped({kind}: Content): boolean {
	return kind === 'removed-file' || kind === 'shared-memory';
}
