import {attempt} from '../../archive/attempt.js';
import type {InputError} from '../../archive/byte-source.js';
import type {Checkpoint} from '../../checkpoint/checkpoint.js';
import type {Untrusted} from '../../text/untrusted.js';
import {formatBytes, formatTime} from '../../views/format.js';
import {useTheme} from '../theme.js';
import {percentDone} from './complaint.js';
import {fit, widthOf} from './fit.js';
import {Row} from './frame.js';

type Props = {
	readonly checkpoint: Checkpoint;
	readonly width: number;
	/** Changes with the archive's progress. */
	readonly revision: number;
};

/** The first line: which container this is. */
export function Header({checkpoint, width}: Props) {
	const {styles, glyphs} = useTheme();
	const facts = headerFacts(checkpoint);
	const right = checkpoint.archive.complete ? 'read-only ' : `decompressing ${percentDone(checkpoint.archive)} %${glyphs.separator}read-only `;
	const problems = allProblems(checkpoint).length;
	const damage = problems === 0 ? '' : `${problems} ${problems === 1 ? 'problem' : 'problems'}  `;
	const room = width - 11 - widthOf(right) - widthOf(damage) - 1;
	return <Row width={width} parts={[{text: ' cryoscope ', style: styles.accent}, {text: fit(facts.join(glyphs.separator), Math.max(0, room), glyphs.ellipsis) + ' '}, {text: damage, style: styles.danger}, {text: right, style: styles.secondary}]}/>;
}

/** Everything that was found to be wrong so far, each once. */
export function allProblems(checkpoint: Checkpoint): InputError[] {
	const problems = attempt(() => checkpoint.problems);
	return [...new Set([...checkpoint.archive.problems, ...problems.state === 'ready' ? problems.value : []])];
}

function headerFacts(checkpoint: Checkpoint): string[] {
	const facts: ReadonlyArray<() => string | Untrusted | undefined> = [
		() => checkpoint.container.name ?? checkpoint.container.hostname,
		() => checkpoint.container.image,
		() => [checkpoint.container.engine, checkpoint.container.runtime].filter(part => part !== undefined).join('/'),
		() => {
			const time = checkpoint.container.checkpointed ?? checkpoint.container.contents.written;
			return time === undefined ? undefined : formatTime(time);
		},
		() => `${checkpoint.processes.length} ${checkpoint.processes.length === 1 ? 'process' : 'processes'}`,
		() => `${formatBytes(checkpoint.container.sizes.pages)} memory`,
	];
	return facts.flatMap(fact => {
		const result = attempt(fact);
		return result.state === 'ready' && result.value !== undefined ? [String(result.value)] : [];
	}).filter(text => text !== '');
}
