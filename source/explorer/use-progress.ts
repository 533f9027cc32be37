import {useEffect, useState} from 'react';
import type {Archive} from '../archive/archive.js';

/** A number that changes when more of the archive has been decompressed. */
export function useProgress(archive: Archive): number {
	const [revision, setRevision] = useState(0);
	const [wasComplete] = useState(() => archive.complete);
	useEffect(() => {
		const draw = () => {
			setRevision(previous => previous + 1);
		};

		if (!archive.complete) {
			return archive.onProgress(draw);
		}

		// It may have been completed since it was first drawn.
		if (!wasComplete) {
			draw();
		}

		return undefined;
	}, [archive, wasComplete]);
	return revision;
}
