import {attempt} from '../../archive/attempt.js';
import {whyNothing} from '../../views/chosen-processes.js';
import {listed} from '../../views/rows.js';
import type {MemoryView} from '../../views/view.js';
import {Complaint} from '../components/complaint.js';
import {Row} from '../components/frame.js';
import {NoProcess} from '../components/no-process.js';
import {Table} from '../components/table.js';
import {Unavailable} from '../components/unavailable.js';
import type {Pane} from '../pane.js';
import {useTheme} from '../theme.js';
import {useMemoryAnswer} from './use-memory-answer.js';
import {openAddress, placeKey, type Names} from './view-panes.js';

const nothing = listed<never>([]);

/** A tab that shows a view of the selected process for which its memory has to be walked through; its id is the view's name. */
export function memoryPane<Row>(names: Names, view: MemoryView<Row>): Pane {
	const MemoryViewPane: Pane['Component'] = ({checkpoint, process, revision, ...props}) => {
		const {styles} = useTheme();
		const asked = {tab: view.name, pid: process?.pid};
		const place = placeKey(process?.pid ?? 0, view.name);
		const known = process && attempt(() => process.hasMemory);
		const hasMemory = known?.state === 'ready' && known.value;
		const answer = useMemoryAnswer(view, hasMemory ? process : undefined, {memory: props.services.memory, key: `${place} answer`, revision});
		if (process === undefined || known === undefined) {
			return props.frame(<NoProcess {...props} asked={asked} archive={checkpoint.archive}/>);
		}

		const failed = known.state === 'ready' ? answer : known;
		if (failed.state === 'pending' || failed.state === 'failed') {
			return props.frame(<Unavailable {...props} asked={asked} isPending={failed.state === 'pending'}><Complaint error={failed.error} archive={checkpoint.archive} width={props.width}/></Unavailable>);
		}

		if (!hasMemory) {
			return <Table {...props} rows={nothing} notes={[whyNothing(process) ?? []].flat()} view={view} asked={asked} placeKey={place}/>;
		}

		if (answer.state !== 'ready') {
			const part = answer.state === 'looking' ? answer.part : 0;
			return props.frame(<Unavailable {...props} asked={asked} isPending><Row width={props.width} style={styles.secondary} parts={[{text: `looking through its memory: ${Math.floor(part * 100)} %`}]}/></Unavailable>);
		}

		const {rows, notes, problems} = answer.answer;
		return <Table {...props} rows={rows} notes={[...problems, ...notes]} view={view} asked={asked} placeKey={place} onOpen={row => openAddress(view, row, props.services)}/>;
	};

	return {...names, id: view.name, Component: MemoryViewPane};
}
