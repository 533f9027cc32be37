import {useLayoutEffect, useRef} from 'react';
import type {ShownRows} from './row-orders.js';
import type {Scroll, ScrollAction} from './scrolling.js';
import {useScroll} from './use-scroll.js';

export type RowCursor = Scroll & {
	/** Number of the row under the cursor. */
	readonly row: number;
	move(action: ScrollAction): void;
	/** Sees to it that the cursor is on this row when the order has changed. */
	stayWith(row: number): void;
};

type Options = {
	/** Where the place is kept while the table is not on screen, and under which key. */
	readonly memory: Map<string, unknown>;
	readonly key: string;
	/** Rows on screen. */
	readonly height: number;
	/** What was asked: another value for another filter or sorting. */
	readonly question: string;
};

const soughtKey = (key: string) => `${key} sought`;

/** Lets the cursor that is kept under `key` be on this row when its table is drawn next. */
export function seekRow(memory: Map<string, unknown>, key: string, row: number): void {
	memory.set(soughtKey(key), row);
}

/** The cursor of a table. When the order of the rows changes it stays with its row; where that is not shown any more it goes to the first. */
export function useRowCursor<Row>({rows, order, isComplete}: ShownRows<Row>, {memory, key, height, question}: Options): RowCursor {
	const length = order?.length ?? rows.length;
	const [{index, top}, dispatch] = useScroll(memory, key, length, height);
	const row = order?.[index] ?? index;
	const answered = useRef(question);
	// Undefined once a person has moved: then the cursor stays where they put it.
	const wanted = useRef<number | undefined>(undefined);
	useLayoutEffect(() => {
		if (!isComplete) {
			return;
		}

		const sought = memory.get(soughtKey(key)) as number | undefined;
		if (sought !== undefined) {
			memory.delete(soughtKey(key));
			wanted.current = sought;
		} else if (answered.current === question || wanted.current === undefined) {
			answered.current = question;
			wanted.current = row;
			return;
		}

		answered.current = question;
		const position = order?.indexOf(wanted.current) ?? wanted.current;
		dispatch({type: 'to', index: Math.max(0, position)});
	});
	return {
		index, top, row,
		move(action) {
			wanted.current = undefined;
			dispatch(action);
		},
		stayWith(other) {
			wanted.current = other;
		},
	};
}
