import type {Archive} from '../../archive/archive.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {Pending} from './complaint.js';
import {Row} from './frame.js';
import {Unavailable} from './unavailable.js';

type Props = {
	readonly archive: Archive;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
};

/** What a pane about a process says without one: while the archive is still coming, there may be one yet. */
export function NoProcess({archive, isFocused, width, height, services}: Props) {
	const {styles} = useTheme();
	return (
		<Unavailable isFocused={isFocused} width={width} height={height} services={services}>
			{archive.complete ? <Row width={width} style={styles.secondary} parts={[{text: 'no process is selected'}]}/> : <Pending archive={archive} width={width}/>}
		</Unavailable>
	);
}
