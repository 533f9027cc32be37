import {useMemo} from 'react';
import {Text} from 'ink';
import {attempt} from '../../archive/attempt.js';
import {Complaint} from '../components/complaint.js';
import {NoProcess} from '../components/no-process.js';
import {Unavailable} from '../components/unavailable.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {HexView} from './hex-view.js';

/** The memory of the selected process. */
export function HexPane(props: PaneProps) {
	const {checkpoint, process, revision, width, isFocused, services} = props;
	const {styles} = useTheme();
	// The memory may be pending until more of the archive is there.
	const {result} = useMemo(() => ({revision, result: process && attempt(() => process.hasMemory ? process.memory : undefined)}), [process, revision]);
	if (process === undefined || result === undefined) {
		return <NoProcess archive={checkpoint.archive} isFocused={isFocused} width={width} services={services}/>;
	}

	if (result.state !== 'ready') {
		return <Unavailable isFocused={isFocused} services={services}><Complaint error={result.error} archive={checkpoint.archive} width={width}/></Unavailable>;
	}

	const memory = result.value;
	if (memory === undefined) {
		return <Unavailable isFocused={isFocused} services={services}><Text wrap='truncate' {...styles.secondary}>{`process ${process.pid} was dead: it had no memory any more`}</Text></Unavailable>;
	}

	return memory.vmas.length === 0
		? <Unavailable isFocused={isFocused} services={services}><Text wrap='truncate' {...styles.secondary}>{`process ${process.pid} has no mappings in the dump`}</Text></Unavailable>
		: <HexView {...props} process={process} memory={memory}/>;
}
