import {useEffect, useReducer, useState} from 'react';
import type {Column, Rows} from '../../views/view.js';
import {RowOrders, type ShownRows} from './row-orders.js';
import type {Sorting} from './table-order.js';

// Milliseconds of work between two chances for a key to be heard, and between two drawings of what there is.
const slice = 12;
const drawn = 100;

/** The rows in the order for a filter and a sorting, made in slices so that keys are heard meanwhile. */
export function useRowOrder<Row>(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, filter: string, sorting: Sorting | undefined): ShownRows<Row> {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	const [orders] = useState(() => new RowOrders<Row>(slice));
	const shown = orders.ask(rows, columns, {filter, sorting});
	const {work} = orders;
	useEffect(() => {
		if (work === undefined || work.isComplete) {
			return;
		}

		let last = performance.now();
		const goOn = () => {
			work.run(slice);
			if (work.isComplete || performance.now() - last > drawn) {
				last = performance.now();
				draw();
			}

			if (!work.isComplete) {
				timer = setTimeout(goOn, 0);
			}
		};

		let timer = setTimeout(goOn, 0);
		return () => {
			clearTimeout(timer);
		};
	}, [work]);
	return shown;
}
