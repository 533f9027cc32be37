import {useMemo} from 'react';
import {Text} from 'ink';
import {attempt} from '../../archive/attempt.js';
import {Complaint} from '../components/complaint.js';
import {Unavailable} from '../components/unavailable.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {HexView} from './hex-view.js';

/** The memory of the selected process. */
export function HexPane(props: PaneProps) {
	const {checkpoint, process, revision, width, isFocused, services} = props;
	const {styles} = useTheme();
	// The memory may be pending until more of the archive is there.
	const {result} = useMemo(() => ({revision, result: process?.hasMemory ? attempt(() => process.memory) : undefined}), [process, revision]);
	if (process === undefined) {
		const reason = checkpoint.archive.complete ? 'no process is selected' : 'no process yet: the archive is still being decompressed';
		return <Unavailable isFocused={isFocused} services={services}><Text wrap='truncate' {...styles.secondary}>{reason}</Text></Unavailable>;
	}

	if (result !== undefined && result.state !== 'ready') {
		return <Unavailable isFocused={isFocused} services={services}><Complaint error={result.error} archive={checkpoint.archive} width={width}/></Unavailable>;
	}

	const memory = result?.value;
	if (memory === undefined) {
		return <Unavailable isFocused={isFocused} services={services}><Text wrap='truncate' {...styles.secondary}>{`process ${process.pid} was dead: it had no memory any more`}</Text></Unavailable>;
	}

	return memory.vmas.length === 0
		? <Unavailable isFocused={isFocused} services={services}><Text wrap='truncate' {...styles.secondary}>{`process ${process.pid} has no mappings in the dump`}</Text></Unavailable>
		: <HexView {...props} process={process} memory={memory}/>;
}
