import type {Archive} from '../../archive/archive.js';
import type {Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {Pending} from './complaint.js';
import type {Asked} from './early-prompt.js';
import {Row} from './frame.js';
import {Unavailable} from './unavailable.js';

type Props = {
	readonly archive: Archive;
	readonly isFocused: boolean;
	readonly width: number;
	readonly height: number;
	readonly services: Services;
	readonly asked: Asked;
};

/** What a pane about a process says without one: while the archive is still coming, there may be one yet. */
export function NoProcess({archive, isFocused, width, height, services, asked}: Props) {
	const {styles} = useTheme();
	return (
		<Unavailable isFocused={isFocused} width={width} height={height} services={services} asked={asked} isPending={!archive.complete}>
			{archive.complete ? <Row width={width} style={styles.secondary} parts={[{text: 'no process is selected'}]}/> : <Pending archive={archive} width={width}/>}
		</Unavailable>
	);
}
