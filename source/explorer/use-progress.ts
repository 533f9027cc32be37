import {useEffect, useState} from 'react';
import type {Archive} from '../archive/archive.js';

/** A number that changes when more of the archive has been decompressed. */
export function useProgress(archive: Archive): number {
	const [revision, setRevision] = useState(0);
	useEffect(() => {
		if (archive.complete) {
			// It may have been completed since it was drawn.
			setRevision(previous => previous + 1);
			return;
		}

		return archive.onProgress(() => {
			setRevision(previous => previous + 1);
		});
	}, [archive]);
	return revision;
}
