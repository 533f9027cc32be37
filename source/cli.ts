#!/usr/bin/env node
console.log('cryoscope');
