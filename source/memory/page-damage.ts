import {InputError} from '../archive/byte-source.js';

/** Pages that turned out to be damaged when they were read. Whoever asks again is told which. */
export class PageDamage extends InputError {}
