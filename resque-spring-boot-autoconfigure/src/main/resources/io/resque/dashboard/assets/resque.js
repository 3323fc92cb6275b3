/*
 * What the pages do beyond HTML. They are complete without it.
 */
import './live.js';
import './once.js';
import './times.js';
import './copy.js';
import './keys.js';
