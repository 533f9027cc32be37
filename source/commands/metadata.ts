import {metadata} from '../views/metadata.js';
import {metadataFields} from '../views/metadata-document.js';
import {containerCommand} from './view-commands.js';

/** What is known of the container, as rows or as a document. */
export const metadataCommand = containerCommand(metadata, {
	options: '--format json', what: 'what is known of the container, as a document',
	notes: 'JSON is one document: sizes are in bytes, statistics and durations in microseconds, what is\nnot known is null. csv has the rows of the table.', fields: metadataFields,
});
