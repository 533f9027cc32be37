import {Box, Text} from 'ink';
import {InputError, type PendingError} from '../../archive/byte-source.js';
import type {Archive} from '../../archive/archive.js';
import {Untrusted} from '../../text/untrusted.js';
import {useTheme} from '../theme.js';
import {wrap} from '../../text/fit.js';

type Props = {
	readonly error: InputError | PendingError;
	readonly archive: Archive;
	readonly width: number;
};

/** Why a pane has nothing to show: not decompressed yet, or damage that costs only this pane. */
export function Complaint({error, archive, width}: Props) {
	const {styles} = useTheme();
	if (error instanceof InputError) {
		const place = error.offset === undefined ? '' : `, at byte ${error.offset}`;
		return (
			<Box flexDirection='column'>
				{wrap(`${error.file}${place}`, width).map((line, index) => <Text key={index} wrap='truncate' {...styles.danger}>{line}</Text>)}
				{wrap(error.reason, width).map((line, index) => <Text key={index} wrap='truncate'>{line}</Text>)}
			</Box>
		);
	}

	return <Pending archive={archive} width={width} file={error.file}/>;
}

type PendingProps = {
	readonly archive: Archive;
	readonly width: number;
	/** What is waited for, printable. */
	readonly file?: string;
};

/** What a pane says until what it shows has come out of the archive. */
export function Pending({archive, width, file}: PendingProps) {
	// Before its header is there, nobody knows whether a file will come: then the archive itself is what is waited for.
	const awaited = file === undefined || file === Untrusted.from(archive.path).toString() ? '' : ` (${file})`;
	const lines = wrap(`The archive is being decompressed: what this pane shows has not arrived yet${awaited}.`, width);
	return (
		<Box flexDirection='column'>
			{lines.map((line, index) => <Text key={index} wrap='truncate'>{line}</Text>)}
			<Progress archive={archive} width={width}/>
		</Box>
	);
}

/** Part of the compressed file that has been read, 0 to 100. */
export function percentDone({progress}: Pick<Archive, 'progress'>): number {
	return progress.total === 0 ? 0 : Math.min(100, Math.floor(progress.done / progress.total * 100));
}

/** A bar of what has been decompressed. */
export function Progress({archive, width}: {readonly archive: Archive; readonly width: number}) {
	const {styles, glyphs} = useTheme();
	const percent = percentDone(archive);
	const cells = Math.max(4, Math.min(40, width - 6));
	const full = Math.round(cells * percent / 100);
	return (
		<Text wrap='truncate'>
			<Text {...styles.accent}>{glyphs.bar.repeat(full)}</Text>
			<Text {...styles.secondary}>{glyphs.barRest.repeat(cells - full)}</Text>
			{` ${percent} %`}
		</Text>
	);
}
