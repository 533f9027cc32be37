import {matchAt, textSigns, type Recogniser} from './recogniser.js';

const accountKey = /AccountKey=(?<value>[\d+/A-Za-z]{86}==)/y;
const signature = /sig=(?<value>[\d%+/=A-Za-z]{43,})/y;
const apart = /[\s\0"'<>]/;

/** Keys of storage accounts, and signatures of shared access (SAS), which stand among the other parameters of such a URL. */
export const azure: Recogniser = {
	signs: textSigns(['AccountKey=', 'sig=']),
	reach: 1024,
	recognise(text, at) {
		const key = matchAt(accountKey, text, at);
		if (key !== undefined) {
			return [{kind: 'Azure key', start: at + 11, end: at + key[0].length}];
		}

		const match = matchAt(signature, text, at);
		if (match === undefined) {
			return [];
		}

		const end = at + match[0].length;
		const around = text.slice(0, at).split(apart).at(-1)! + text.slice(end).split(apart, 1)[0]!;
		return /(?:^|[&?])sv=\d{4}-\d\d-\d\d/.test(around) && /(?:^|[&?])s[epr]=/.test(around) ? [{kind: 'Azure SAS', start: at + 4, end}] : [];
	},
};
