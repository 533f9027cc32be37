import {useEffect, useMemo, useState} from 'react';
import {attempt} from '../../archive/attempt.js';
import {InputError, PendingError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import {whyNothing} from '../../views/chosen-processes.js';
import {stepText} from '../../views/step.js';
import type {ContainerView, ProcessView, RowPlace} from '../../views/view.js';
import {Complaint} from '../components/complaint.js';
import {Row as Line} from '../components/frame.js';
import {NoProcess} from '../components/no-process.js';
import {beginOnRow, Table} from '../components/table.js';
import {Unavailable} from '../components/unavailable.js';
import type {Pane, Services} from '../pane.js';
import {useTheme} from '../theme.js';
import {offerFolder, offerListed} from '../writing/offer-files.js';
import {offerMapping} from '../writing/offer-memory.js';
import {exportContents, openContents, useIsShown} from './row-contents.js';

export type Names = {readonly title: string; readonly short: string};

/** A tab that shows a view of the selected process as a table; its id is the view's name. */
export function processPane<Row>(names: Names, view: ProcessView<Row>): Pane {
	const ProcessViewPane: Pane['Component'] = ({checkpoint, process, revision, ...props}) => {
		// What was pending is asked for again when there is more.
		const {result} = useMemo(() => ({revision, result: process && attempt(() => ({rows: view.rows(process, checkpoint), notes: [whyNothing(process) ?? [], view.notes?.(process, checkpoint) ?? []].flat()}))}), [checkpoint, process, revision]);
		const asked = {tab: view.name, pid: process?.pid};
		const isShown = useIsShown();
		if (process === undefined || result === undefined) {
			return props.frame(<NoProcess {...props} asked={asked} archive={checkpoint.archive}/>);
		}

		const asking = {services: props.services, isShown, prepare: view.prepareContents && (async () => view.prepareContents!(checkpoint))};
		const open = (row: Row) => openContents(() => view.contents?.(row, process, checkpoint), asking) || openAddress(view, row, props.services);
		const write = (row: Row) => {
			const area = view.area?.(row);
			if (area === undefined) {
				exportContents(() => view.contents?.(row, process, checkpoint), asking);
			} else {
				offerMapping({checkpoint, process, services: props.services}, area.start);
			}
		};

		return result.state === 'ready'
			? <Table {...props} {...result.value} view={view} asked={asked} placeKey={placeKey(process.pid, view.name)} onOpen={open} onExport={view.contents || view.area ? write : undefined}/>
			: props.frame(<Unavailable {...props} asked={asked} isPending={result.state === 'pending'}><Complaint error={result.error} archive={checkpoint.archive} width={props.width}/></Unavailable>);
	};

	return {...names, id: view.name, Component: ProcessViewPane};
}

/** A tab that shows a view of the container as a table; its id is the view's name. */
export function containerPane<Row>(names: Names, view: ContainerView<Row>): Pane {
	const ContainerViewPane: Pane['Component'] = ({checkpoint, revision, ...props}) => {
		const prepared = usePrepared(view, checkpoint, revision);
		const {styles} = useTheme();
		const {result} = useMemo(() => ({revision, prepared, result: attempt(() => ({rows: view.rows(checkpoint), notes: view.notes?.(checkpoint) ?? []}))}), [checkpoint, revision, prepared]);
		const asked = {tab: view.name, pid: undefined};
		if (typeof prepared === 'string' && result.state === 'pending') {
			return props.frame(<Unavailable {...props} asked={asked} isPending><Line width={props.width} style={styles.secondary} parts={[{text: prepared}]}/></Unavailable>);
		}

		if (result.state !== 'ready') {
			return props.frame(<Unavailable {...props} asked={asked} isPending={result.state === 'pending'}><Complaint error={result.error} archive={checkpoint.archive} width={props.width}/></Unavailable>);
		}

		const {services} = props;
		const asking = {services};
		const asker = {view, checkpoint, services};
		const open = (row: Row) => openContents(() => view.contents?.(row), {...asking, offset: view.offset?.(row)}) || openPlace(placeOf(view, row), services);
		const openHolder = (row: Row) => {
			const place = attempt(() => view.holding ? view.holding(row) : placeOf(view, row));
			if (place.state !== 'ready') {
				services.say(place.error.message, 'danger');
			} else if (place.value?.pid === undefined || !openPlace(place.value, services)) {
				services.say('no process of this checkpoint has it');
			}
		};

		const write = (row: Row) => {
			if (!offerFolder(asker, row)) {
				exportContents(() => view.contents?.(row), asking);
			}
		};

		const writeAll = (rows: Iterable<Row>, filter: string) => {
			offerListed(asker, rows, filter);
		};

		return <Table {...props} {...result.value} view={view} asked={asked} placeKey={containerKey(view.name)} onOpen={open} onExport={view.contents && write} onExportAll={view.extractable && writeAll} onHolder={view.holding ?? view.pid ? openHolder : undefined}/>;
	};

	return {...names, id: view.name, Component: ContainerViewPane};
}

/** Whether what a view needs is there, or how far that is, in words. */
function usePrepared<Row>(view: ContainerView<Row>, checkpoint: Checkpoint, revision: number): boolean | string {
	const [prepared, setPrepared] = useState<boolean | string>(view.prepare === undefined);
	useEffect(() => {
		let isShown = true;
		const prepare = async () => {
			try {
				await view.prepare?.(checkpoint, step => {
					if (isShown) {
						setPrepared(stepText(step));
					}
				});
			} catch (error) {
				// It is tried again when more has arrived; any other complaint is that of the rows.
				if (error instanceof PendingError || error instanceof InputError) {
					return;
				}

				throw error;
			}

			if (isShown) {
				setPrepared(true);
			}
		};

		void prepare();
		return () => {
			isShown = false;
		};
	}, [view, checkpoint, revision]);
	return prepared;
}

function placeOf<Row>(view: ContainerView<Row>, row: Row): RowPlace {
	const address = view.address?.(row);
	return {pid: view.pid?.(row), address, counterpart: address === undefined ? view.counterpart?.(row) : undefined};
}

/** Goes where a row of a view of the container leads; says whether it leads anywhere. */
function openPlace({pid, address, counterpart}: RowPlace, {visit, memory}: Services): boolean {
	if (pid === undefined && counterpart === undefined) {
		return false;
	}

	if (counterpart !== undefined) {
		beginOnRow(memory, pid === undefined ? containerKey(counterpart.view) : placeKey(pid, counterpart.view), counterpart.index);
	}

	const place = address === undefined ? counterpart && {tab: counterpart.view} : {tab: 'hex', address};
	visit(pid === undefined ? {subject: 'container', ...place} : {subject: 'process', pid, ...place});
	return true;
}

/** Goes to the address that a row leads to; says whether there is one. */
export function openAddress<Row>({address: addressOf}: {address?(row: Row): bigint | undefined}, row: Row, services: Services): boolean {
	const address = addressOf?.(row);
	if (address !== undefined) {
		services.visit({tab: 'hex', address});
	}

	return address !== undefined;
}

/** Under which the place in a table of the container is kept. */
export function containerKey(view: string): string {
	return `container ${view}`;
}

export function placeKey(pid: number, view: string): string {
	return `${pid} ${view}`;
}
