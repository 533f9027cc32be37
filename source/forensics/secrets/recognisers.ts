import {azure} from './azure.js';
import {cardNumber} from './card-number.js';
import {httpHeaders} from './http-headers.js';
import {issuedKeys} from './issued-keys.js';
import {jwt} from './jwt.js';
import {privateKey} from './private-key.js';
import type {Recogniser} from './recogniser.js';
import {urlPassword} from './url-password.js';
import {secretVariable} from './variable.js';

/** All that know secrets. */
export const recognisers: readonly Recogniser[] = [privateKey, jwt, issuedKeys, azure, urlPassword, httpHeaders, cardNumber, secretVariable];
