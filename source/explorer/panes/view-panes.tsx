import {useMemo} from 'react';
import {attempt} from '../../archive/attempt.js';
import type {ContainerView, ProcessView} from '../../views/view.js';
import {Complaint} from '../components/complaint.js';
import {NoProcess} from '../components/no-process.js';
import {Table} from '../components/table.js';
import {Unavailable} from '../components/unavailable.js';
import type {Pane, PaneProps} from '../pane.js';

type Names = {readonly id: string; readonly title: string; readonly short: string};

/** A tab that shows a view of the selected process as a table. */
export function processPane<Row>(names: Names, view: ProcessView<Row>): Pane {
	function ProcessViewPane({checkpoint, process, revision, services, width, height, isFocused}: PaneProps) {
		// What was pending is asked for again when there is more.
		const {result} = useMemo(() => ({revision, result: process && attempt(() => view.rows(process, checkpoint))}), [checkpoint, process, revision]);
		if (result === undefined) {
			return <NoProcess archive={checkpoint.archive} isFocused={isFocused} width={width} services={services}/>;
		}

		if (result.state !== 'ready') {
			return <Unavailable isFocused={isFocused} services={services}><Complaint error={result.error} archive={checkpoint.archive} width={width}/></Unavailable>;
		}

		const open = (row: Row) => {
			const address = view.address?.(row);
			if (address !== undefined) {
				services.visit({tab: 'hex', address});
			}

			return address !== undefined;
		};

		return <Table view={view} rows={result.value} isFocused={isFocused} width={width} height={height} placeKey={`${process?.pid} ${view.name}`} services={services} onOpen={open}/>;
	}

	return {...names, Component: ProcessViewPane};
}

/** A tab that shows a view of the container as a table. */
export function containerPane<Row>(names: Names, view: ContainerView<Row>): Pane {
	function ContainerViewPane({checkpoint, revision, services, width, height, isFocused}: PaneProps) {
		const {result} = useMemo(() => ({revision, result: attempt(() => view.rows(checkpoint))}), [checkpoint, revision]);
		if (result.state !== 'ready') {
			return <Unavailable isFocused={isFocused} services={services}><Complaint error={result.error} archive={checkpoint.archive} width={width}/></Unavailable>;
		}

		const open = (row: Row) => {
			const pid = view.pid?.(row);
			if (pid !== undefined) {
				services.visit({subject: 'process', pid});
			}

			return pid !== undefined;
		};

		return <Table view={view} rows={result.value} isFocused={isFocused} width={width} height={height} placeKey={`container ${view.name}`} services={services} onOpen={open}/>;
	}

	return {...names, Component: ContainerViewPane};
}
