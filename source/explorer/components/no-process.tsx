import {Text} from 'ink';
import type {Archive} from '../../archive/archive.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {Pending} from './complaint.js';
import {Unavailable} from './unavailable.js';

type Props = {
	readonly archive: Archive;
	readonly isFocused: boolean;
	readonly width: number;
	readonly services: Services;
};

/** What a pane about a process says without one: while the archive is still coming, there may be one yet. */
export function NoProcess({archive, isFocused, width, services}: Props) {
	const {styles} = useTheme();
	return (
		<Unavailable isFocused={isFocused} services={services}>
			{archive.complete ? <Text wrap='truncate' {...styles.secondary}>no process is selected</Text> : <Pending archive={archive} width={width}/>}
		</Unavailable>
	);
}
