import {useMemo} from 'react';
import {Text} from 'ink';
import {attempt} from '../../archive/attempt.js';
import {Complaint} from '../components/complaint.js';
import type {PaneProps} from '../pane.js';
import {useTheme} from '../theme.js';
import {HexView} from './hex-view.js';

/** The memory of the selected process. */
export function HexPane(props: PaneProps) {
	const {checkpoint, process, revision, width} = props;
	const {styles} = useTheme();
	const {result} = useMemo(() => ({revision, result: process?.hasMemory ? attempt(() => process.memory) : undefined}), [process, revision]);
	if (process === undefined || result === undefined) {
		return <Text wrap='truncate' {...styles.secondary}>{process === undefined ? 'no process is selected' : `process ${process.pid} is dead: it has no memory`}</Text>;
	}

	if (result.state !== 'ready') {
		return <Complaint error={result.error} archive={checkpoint.archive} width={width}/>;
	}

	return result.value.vmas.length === 0 ? <Text wrap='truncate' {...styles.secondary}>{`process ${process.pid} has no mappings`}</Text> : <HexView {...props} process={process} memory={result.value}/>;
}
