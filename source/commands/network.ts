import {network, networkFields} from '../views/network.js';
import {containerCommand} from './view-commands.js';

/** How the container's network was set up, as rows or as a document. */
export const networkCommand = containerCommand(network, {
	options: '', what: 'addresses, routes and firewall rules',
	notes: 'JSON is one document with an object for each network namespace. csv has the rows of\nthe table.', fields: networkFields,
});
