import {attempt} from '../../archive/attempt.js';
import {formatBytes} from '../../views/format.js';
import {threadCountText} from '../../views/processes.js';
import {fit, widthOf} from '../../text/fit.js';
import {Row} from '../components/frame.js';
import {useTheme, type Style} from '../theme.js';
import {processMemory, type ProcessOrder} from '../../views/process-order.js';
import {processLabel, processNote, type ProcessRow} from '../../views/process-rows.js';

// A tree of this width has room for what its processes use.
const roomyWidth = 44;
const threadsWidth = 6;
const memoryWidth = 11;

/** Whether there is room for columns beside the tree, and so for a line of headings. */
export function hasColumns(width: number): boolean {
	return width >= roomyWidth;
}

/** The headings; the one that orders the tree is marked. */
export function ProcessHeading({order, width}: {readonly order: ProcessOrder; readonly width: number}) {
	const {styles, glyphs} = useTheme();
	const isRising = (order.by === 'pid' || order.by === 'name') !== order.reversed;
	const mark = isRising ? glyphs.ascending : glyphs.descending;
	const heading = (by: ProcessOrder['by'], text: string, cells: number) => fit(order.by === by ? `${text}${mark}` : text, cells, glyphs.ellipsis, 'right');
	const names = fit(`PID${order.by === 'pid' ? mark : ''}  Process${order.by === 'name' ? mark : ''}`, width - threadsWidth - memoryWidth, glyphs.ellipsis);
	return <Row width={width} style={styles.secondary} parts={[{text: names}, {text: heading('threads', 'Thr', threadsWidth)}, {text: heading('memory', 'Memory', memoryWidth)}]}/>;
}

type Props = {
	readonly row: ProcessRow;
	readonly width: number;
	readonly showsCommand: boolean;
	readonly isSelected: boolean;
	readonly isFocused: boolean;
};

/** A process in the tree: where it stands, pid, command line or name, what is unusual about it, and what it uses where there is room. */
export function ProcessLine({row, width, showsCommand, isSelected, isFocused}: Props) {
	const {styles, glyphs} = useTheme();
	const {process} = row;
	const note = processNote(process);
	const uses = hasColumns(width) ? usesOf(row, glyphs.ellipsis) : '';
	// A deep tree keeps half of the pane for the names.
	const lines = row.lines.length > width / 2 ? glyphs.ellipsis + row.lines.slice(-Math.floor(width / 2)) : row.lines;
	const mark = row.hasChildren ? (row.isFolded ? glyphs.folded : glyphs.unfolded) : '  ';
	const head = lines + (row.depth > 0 && !row.hasChildren ? '' : mark);
	const pid = `${process.pid} `;
	const room = width - widthOf(head) - pid.length - (note === '' ? 0 : note.length + 1) - uses.length;
	const label = fit(processLabel(process, showsCommand), Math.max(0, room), glyphs.ellipsis);
	const style: Style = isSelected ? (isFocused ? styles.selected : styles.marked) : row.matches ? styles.plain : styles.secondary;
	const inner = (wanted: Style): Style => isSelected ? {} : wanted;
	return <Row width={width} style={style} parts={[{text: head, style: inner(styles.secondary)}, {text: pid, style: inner(styles.second)}, {text: label}, {text: note === '' ? '' : ` ${note}`, style: inner(note === 'damaged' ? styles.danger : styles.secondary)}, {text: uses, style: inner(styles.secondary)}]}/>;
}

function usesOf({process}: ProcessRow, ellipsis: string): string {
	const memory = processMemory(process);
	const threads = attempt(() => threadCountText(process));
	return fit(threads.state !== 'ready' || threads.value === '0' ? '' : threads.value, threadsWidth, ellipsis, 'right') + fit(memory === undefined ? '' : formatBytes(memory), memoryWidth, ellipsis, 'right');
}
