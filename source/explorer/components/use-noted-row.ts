import {useLayoutEffect, useRef} from 'react';
import type {NotedRow, Services} from '../pane.js';

/** Lets whoever asks know the row that the cursor is on, while `isThere`. */
export function useNotedRow({noteRow}: Pick<Services, 'noteRow'>, isThere: boolean, row: () => NotedRow): void {
	const latest = useRef(row);
	useLayoutEffect(() => {
		latest.current = row;
	});
	useLayoutEffect(() => {
		if (!isThere) {
			return undefined;
		}

		noteRow(() => latest.current());
		return () => {
			noteRow(undefined);
		};
	}, [noteRow, isThere]);
}
