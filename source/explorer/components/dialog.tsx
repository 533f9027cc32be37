import {useState} from 'react';
import {useActions} from '../input/use-actions.js';
import type {Services} from '../pane.js';
import {Frame, Row, type TitlePart} from './frame.js';
import {scrollHandlers, type ScrollAction} from './scrolling.js';

type Props = {
	readonly title: string;
	readonly lines: ReadonlyArray<readonly TitlePart[]>;
	readonly width: number;
	readonly height: number;
	readonly services: Pick<Services, 'copy'>;
	/** What `copy` copies. */
	readonly text: () => string;
	readonly onClose: () => void;
};

/** A window over the panes with text to read; it scrolls. */
export function Dialog({title, lines, width, height, services, text, onClose}: Props) {
	const page = Math.max(1, height - 2);
	const [wantedTop, setTop] = useState(0);
	const last = Math.max(0, lines.length - page);
	const top = Math.min(wantedTop, last);
	const move = (action: ScrollAction) => {
		const wanted = action.type === 'by' ? top + action.rows : action.type === 'to' ? action.index : top;
		setTop(Math.max(0, Math.min(last, wanted)));
	};

	useActions(['dialog', 'move'], {
		...scrollHandlers(move, lines.length, page),
		close: onClose,
		'copy-all'() {
			services.copy(text());
		},
	}, {level: 'dialog', modal: true});

	const note = lines.length > page ? `${top + 1}-${Math.min(lines.length, top + page)}/${lines.length}` : '';
	return (
		<Frame isFocused title={[{text: title}]} width={width} height={height} note={note}>
			{lines.slice(top, top + page).map((parts, index) => <Row key={index} width={width - 2} parts={parts}/>)}
		</Frame>
	);
}
