import {useMemo} from 'react';
import {attempt} from '../../archive/attempt.js';
import type {Process} from '../../checkpoint/process.js';
import type {AddressSpace, Vma} from '../../memory/memory.js';
import {Complaint} from '../components/complaint.js';
import type {Asked} from '../components/early-prompt.js';
import {Row} from '../components/frame.js';
import {NoProcess} from '../components/no-process.js';
import {Unavailable} from '../components/unavailable.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {offerMemoryAt} from '../writing/offer-memory.js';
import type {ByteOrder} from './data-inspector.js';
import {HexView, type ShownBytes} from './hex-view.js';

/** The memory of the selected process. */
export function HexPane(props: PaneProps) {
	const {checkpoint, process, revision, width} = props;
	const {styles} = useTheme();
	// The memory may be pending until more of the archive is there.
	const {result} = useMemo(() => ({revision, result: process && attempt(() => process.hasMemory ? process.memory : undefined)}), [process, revision]);
	const asked = {tab: 'hex', pid: process?.pid, goes: true};
	if (process === undefined || result === undefined) {
		return <NoProcess {...props} asked={asked} archive={checkpoint.archive}/>;
	}

	if (result.state !== 'ready') {
		return <Unavailable {...props} asked={asked} isPending={result.state === 'pending'}><Complaint error={result.error} archive={checkpoint.archive} width={width}/></Unavailable>;
	}

	const memory = result.value;
	if (memory === undefined) {
		return <Unavailable {...props} asked={asked} isPending={false}><Row width={width} style={styles.secondary} parts={[{text: `process ${process.pid} was dead: it had no memory any more`}]}/></Unavailable>;
	}

	return memory.vmas.length === 0
		? <Unavailable {...props} asked={asked} isPending={false}><Row width={width} style={styles.secondary} parts={[{text: `process ${process.pid} has no mappings in the dump`}]}/></Unavailable>
		: <ProcessBytes {...props} asked={asked} process={process} memory={memory}/>;
}

function ProcessBytes({process, memory, ...props}: PaneProps & {readonly process: Process; readonly memory: AddressSpace; readonly asked: Asked}) {
	const bytes = useMemo((): ShownBytes => ({
		id: process.pid,
		memory,
		editable: {pid: process.pid, memory},
		byteOrder: byteOrderOf(process),
		mappingName: vma => mappingNameOf(process, vma),
		registers: tid => registersOf(process, tid),
	}), [process, memory]);
	return (
		<HexView
			{...props} process={process} bytes={bytes} onExport={at => {
				offerMemoryAt({...props, process}, at);
			}}
		/>
	);
}

// Damage to the images that hold the names costs the names only.
function mappingNameOf(process: Process, vma: Vma) {
	const result = attempt(() => process.mappingName(vma));
	return result.state === 'ready' ? result.value : undefined;
}

// Where the images do not tell, most machines are alike.
function byteOrderOf(process: Process): ByteOrder {
	const result = attempt(() => process.byteOrder);
	return result.state === 'ready' ? result.value : 'little';
}

function registersOf(process: Process, tid: number | undefined) {
	const result = attempt(() => process.threads);
	const threads = result.state === 'ready' ? result.value : [];
	return (tid === undefined ? threads.find(thread => thread.leader) ?? threads[0] : threads.find(thread => thread.tid === tid))?.registers;
}
