import {useMemo} from 'react';
import {attempt} from '../../archive/attempt.js';
import {Complaint} from '../components/complaint.js';
import {Row} from '../components/frame.js';
import {NoProcess} from '../components/no-process.js';
import {Unavailable} from '../components/unavailable.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {HexView} from './hex-view.js';

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
		: <HexView {...props} asked={asked} process={process} memory={memory}/>;
}
