import {useEffect, useReducer} from 'react';
import {attempt} from '../../archive/attempt.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Untrusted} from '../../text/untrusted.js';
import {dumpMemoryText} from '../../views/dump-memory.js';
import {formatTime} from '../../views/format.js';
import {frozenTime} from '../../views/frozen-time.js';
import {problemCount} from '../problems.js';
import {useTheme} from '../theme.js';
import {fit, widthOf} from '../../text/fit.js';
import {percentDone} from './complaint.js';
import {Row} from './frame.js';
import {factsLine, type RankedFact} from './facts-line.js';

type Props = {
	readonly checkpoint: Checkpoint;
	readonly width: number;
	/** Changes with the archive's progress. */
	readonly revision: number;
};

/** The first line: which container this is. */
export function Header({checkpoint, width}: Props) {
	const {styles, glyphs} = useTheme();
	const right = checkpoint.archive.complete ? 'read-only ' : `decompressing ${percentDone(checkpoint.archive)} %${glyphs.separator}read-only `;
	const count = useProblemCount(checkpoint);
	const damage = count === '' ? '' : `${count}  `;
	const room = Math.max(0, width - 11 - widthOf(right) - widthOf(damage) - 1);
	const line = factsLine(headerFacts(checkpoint), room, glyphs.separator, glyphs.ellipsis);
	return <Row width={width} parts={[{text: ' cryoscope ', style: styles.accent}, {text: fit(line, room, glyphs.ellipsis) + ' '}, {text: damage, style: styles.danger}, {text: right, style: styles.secondary}]}/>;
}

/** What the panes find while they are drawn counts as well. */
function useProblemCount(checkpoint: Checkpoint): string {
	const [, redraw] = useReducer((times: number) => times + 1, 0);
	const count = problemCount(checkpoint);
	useEffect(() => {
		if (problemCount(checkpoint) !== count) {
			redraw();
		}
	});
	return count;
}

// In the order in which they are read; what other panes tell as well is the first to go.
function headerFacts(checkpoint: Checkpoint): RankedFact[] {
	const {container} = checkpoint;
	const facts: ReadonlyArray<readonly [rank: number, ask: () => string | Untrusted | undefined]> = [
		[0, () => container.name ?? container.hostname],
		[2, () => container.image],
		[3, () => [container.engine, container.runtime].filter(part => part !== undefined).join('/')],
		[1, () => {
			const frozen = frozenTime(container);
			return frozen && `${frozen.isRecorded ? '' : '~'}${formatTime(frozen.time)}`;
		}],
		[4, () => `${checkpoint.processes.length} ${checkpoint.processes.length === 1 ? 'process' : 'processes'}`],
		[5, () => dumpMemoryText(container, ' memory')],
	];
	return facts.flatMap(([rank, ask]) => {
		const result = attempt(ask);
		const text = result.state === 'ready' && result.value !== undefined ? String(result.value) : '';
		return text === '' ? [] : [{text, rank}];
	});
}
