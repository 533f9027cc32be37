import {useEffect, useMemo, useReducer} from 'react';
import type {Column, Rows} from '../../views/view.js';
import {RowOrder, type Sorting} from './table-order.js';

// Milliseconds of work between two chances for a key to be heard, and between two drawings of what there is.
const slice = 12;
const drawn = 100;

/** The order of the rows for a filter and a sorting, made in slices so that keys are heard meanwhile; undefined for the order that they have by themselves. */
export function useRowOrder<Row>(rows: Rows<Row>, columns: ReadonlyArray<Column<Row>>, filter: string, sorting: Sorting | undefined): RowOrder<Row> | undefined {
	const [, draw] = useReducer((count: number) => count + 1, 0);
	const order = useMemo(() => filter === '' && sorting === undefined ? undefined : new RowOrder(rows, columns, filter, sorting).run(slice), [rows, columns, filter, sorting]);
	useEffect(() => {
		if (order === undefined || order.isComplete) {
			return;
		}

		let last = performance.now();
		const goOn = () => {
			order.run(slice);
			if (order.isComplete || performance.now() - last > drawn) {
				last = performance.now();
				draw();
			}

			if (!order.isComplete) {
				timer = setTimeout(goOn, 0);
			}
		};

		let timer = setTimeout(goOn, 0);
		return () => {
			clearTimeout(timer);
		};
	}, [order]);
	return order;
}
